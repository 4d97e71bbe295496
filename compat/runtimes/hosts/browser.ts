// A browser: a page of another origin than the APIs, and a web worker of that page.
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Addresses } from '../src/addresses.ts';
import type { Plain } from '../src/seen.ts';
import { limited, type Run, type Runtime, versionOf } from './host.ts';

const executable = find(['chromium', 'google-chrome', 'chromium-browser']);

export const browsers: Runtime[] = [
  host('Chromium, page', (page, addresses) =>
    page.evaluate((given) => (globalThis as unknown as Runs).program(given), addresses),
  ),
  host('Chromium, web worker', (page, addresses) =>
    page.evaluate(
      (given) =>
        new Promise<Plain>((resolve, reject) => {
          // A rejection inside a worker stays there, what a timer throws comes out.
          const fail = '(error) => setTimeout(() => { throw error; })';
          const code = `importScripts('${location.href}page.js'); program(${JSON.stringify(given)}).then(postMessage, ${fail})`;
          const worker = new Worker(URL.createObjectURL(new Blob([code])));
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
      addresses,
    ),
  ),
];

interface Runs {
  program(addresses: Addresses): Promise<Plain>;
}

function host(name: string, start: (page: Page, addresses: Addresses) => Promise<Plain>): Runtime {
  return {
    name,
    missing: executable
      ? undefined
      : 'no chromium, google-chrome or chromium-browser in PATH; on Debian `apt-get install chromium`',
    version: () => versionOf(executable),
    async run(folder, addresses): Promise<Run> {
      const site = createServer(({ url }, response) => {
        const script = url === '/page.js';
        response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
        response.end(
          script
            ? readFileSync(join(folder, 'page.js'))
            : '<!doctype html><title>SDKs</title><script src="/page.js"></script>',
        );
      });
      await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
      const browser = await chromium.launch({ executablePath: `${executable}` });
      try {
        const page = await browser.newPage();
        const output: string[] = [];
        page.on('console', (message) => output.push(message.text()));
        page.on('pageerror', (error) => output.push(`${error}`));
        await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
        return { record: await limited(start(page, addresses)), output: output.join('\n') };
      } finally {
        await browser.close();
        site.close();
      }
    },
  };
}

function find(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
