// After `changeset version`: each SDK's src/version.ts says what its package.json says, for the User-Agent.
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readIfThere, writeAll } from './contract/files.ts';
import { root } from './contract/providers.ts';

const files = new Map<string, string>();
for (const manifest of globSync(`${root}packages/*/package.json`)) {
  const file = `${dirname(manifest)}/src/version.ts`;
  const text = readIfThere(file);
  if (text === undefined) continue;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  files.set(file, text.replace(/version = '[^']*'/, `version = '${version}'`));
}
const changed = writeAll(files);
console.log(`${files.size} versions, ${changed.length} changed`);
