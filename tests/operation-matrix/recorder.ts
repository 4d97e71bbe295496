// A plain HTTP relay before a mock that keeps what really went over the wire, byte for byte.
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Recorder {
  readonly url: string;
  /** What was recorded since the last call. */
  take(): Recorded[];
  close(): Promise<void>;
}

export async function startRecorder(target: string): Promise<Recorder> {
  let recorded: Recorded[] = [];
  const { hostname, port } = new URL(target);
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const [path = '', query = ''] = (incoming.url ?? '').split('?');
    recorded.push({ method: incoming.method ?? '', path, query, headers: incoming.headers, body: body.toString() });
    const relayed = forward(
      { hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers, timeout: 10_000 },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    relayed.on('timeout', () => relayed.destroy(new Error('the mock does not answer')));
    relayed.on('error', () => outgoing.destroy());
    relayed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const all = recorded;
      recorded = [];
      return all;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
