// Requests and responses of node:http as the handler has them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { joined, maxBody } from '../engine/body.ts';
import type { Incoming, Outgoing } from '../engine/handler.ts';
import { ConnectionReset } from '../engine/injected.ts';
import { wireOf } from '../engine/replies.ts';

/** The body, or undefined where it is longer than `limit`. Rejects where the client breaks off. */
export function bytesOf(request: IncomingMessage, limit: number = maxBody): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > limit) {
        request.pause();
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(joined(chunks, length)));
    request.on('error', reject);
  });
}

export async function incomingOf(request: IncomingMessage, mount: string): Promise<Incoming> {
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.append(request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '');
  }
  // Joined as text: as an address of its own, a path that begins with two slashes would name another host.
  const url = new URL(`http://${request.headers.host}${request.url}`);
  return { method: request.method ?? 'GET', url, headers, bytes: await bytesOf(request), mount };
}

/** Answers with what the handler answers, a connection that it resets included. */
export async function respond(
  response: ServerResponse,
  answered: Promise<Outgoing>,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const { reply, truncated } = await answered;
    const { content = '', headers } = wireOf(reply);
    if (reply.status !== 204) headers['content-length'] = String(Buffer.byteLength(content));
    // What was not read of a request that is too long stays in the connection.
    if (reply.status === 413) headers.connection = 'close';
    response.writeHead(reply.status, { ...headers, ...more });
    // As text: node writes it with the headers at once.
    if (truncated) response.write(content.slice(0, content.length / 2), () => response.destroy());
    else response.end(reply.status === 204 ? undefined : content);
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    response.socket?.resetAndDestroy();
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
