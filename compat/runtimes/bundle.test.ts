// A bundle that wants something of Node's is refused. That the packages' own want nothing shows in every run of the others.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundleWhole } from './support/bundle.ts';

for (const wanted of ['node:crypto', 'crypto', 'node:fs/promises'])
  test(`a bundle that imports ${wanted} is refused, by name and by who wants it`, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const entry = join(folder, 'entry.ts');
    writeFileSync(entry, `import * as it from '${wanted}'; console.log(it);`);
    const refused = bundleWhole(entry, 'esm', folder, join(folder, 'out.js'));
    await assert.rejects(refused, { message: new RegExp(`^Only Node has it: ${wanted}, for .*entry\\.ts$`) });
  });
