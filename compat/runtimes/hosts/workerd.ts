// Cloudflare's workerd, through miniflare, without `nodejs_compat`: there is no `process`, no `Buffer`, no `node:`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';
import { installed, limited, notInstalled, type Runtime, versionOf } from './host.ts';

const binary = installed('@cloudflare/workerd-*/bin/workerd');

export const workerd: Runtime = {
  name: 'workerd',
  missing: binary ? undefined : notInstalled('workerd'),
  version: () => versionOf(binary),
  async run(folder, addresses) {
    let output = '';
    const collect = (stream: Readable): void =>
      void stream.on('data', (part) => {
        output += part;
      });
    const miniflare = new Miniflare({
      modules: [{ type: 'ESModule', path: 'worker.js', contents: readFileSync(join(folder, 'worker.js'), 'utf8') }],
      compatibilityDate: '2026-07-30',
      handleRuntimeStdio(stdout: Readable, stderr: Readable) {
        collect(stdout);
        collect(stderr);
      },
    });
    try {
      const asked = { method: 'POST', body: JSON.stringify(addresses) };
      const response = await limited(miniflare.dispatchFetch('http://worker/', asked));
      if (!response.ok) throw new Error(`${await response.text()}\n${output}`);
      return { record: (await response.json()) as never, output };
    } finally {
      await miniflare.dispose();
    }
  },
};
