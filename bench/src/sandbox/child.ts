// A server in a process of its own, so that what sends the requests does not take its time.
import { spawn } from 'node:child_process';
import { bench } from '../places.ts';

export interface Server {
  /** Of Iron's API. */
  readonly url: string;
  close(): void;
}

export function startServer(which: 'sandbox' | 'prism'): Promise<Server> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${bench}src/sandbox/serve.ts`, which], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part;
      const url = /^(http:\S+)\n/m.exec(text)?.[1];
      if (url) resolve({ url, close: () => child.kill() });
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`${which} ended with ${code} before it listened`)));
  });
}
