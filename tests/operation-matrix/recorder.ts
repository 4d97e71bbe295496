// A relay before a mock that keeps what really went over the wire, byte for byte.
import { request as forward } from 'node:http';
import { openServer, type Reply, type SeenRequest } from '@org/test-kit/server';

export interface Recorder {
  readonly url: string;
  /** What was recorded since the last call. */
  take(): SeenRequest[];
  close(): Promise<void>;
}

export async function startRecorder(target: string): Promise<Recorder> {
  const { hostname, port } = new URL(target);
  const relay: Reply = (response, { method, url, headers, body }) => {
    const relayed = forward({ hostname, port, method, path: url, headers, timeout: 10_000 }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    relayed.on('timeout', () => relayed.destroy(new Error('the mock does not respond')));
    relayed.on('error', () => response.destroy());
    relayed.end(body);
  };
  const server = await openServer(relay);
  return { url: server.url, take: () => server.seen.splice(0), close: () => server.close() };
}
