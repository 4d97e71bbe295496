// The provider: publishes its file on a real HTTP server, or does not answer.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Provider {
  readonly #server: Server;
  #text: string | undefined;

  private constructor(server: Server, text: string) {
    this.#server = server;
    this.#text = text;
    server.on('request', (_, response) => {
      if (this.#text === undefined) response.socket?.destroy();
      else response.writeHead(200, { 'content-type': 'application/yaml' }).end(this.#text);
    });
  }

  static async start(text: string): Promise<Provider> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new Provider(server, text);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/spec.yaml`;
  }

  /** Undefined: the connection breaks off. */
  publish(text: string | undefined): void {
    this.#text = text;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
