// Has anything changed since the last generation? Answered by hashes alone, so that the compiler need not be loaded to say no.
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readIfThere, writeAll } from './files.ts';
import { type Provider, root, sdkDir, specDir, typesDir } from './providers.ts';

const stampFile = (provider: Provider): string => `${root}node_modules/.cache/generate/${provider.name}`;

/** True when neither what goes in nor what came out is other than after the last generation. */
export function isUnchanged(provider: Provider): boolean {
  return readIfThere(stampFile(provider)) === fingerprint(provider);
}

/** To be called when everything has been written. */
export function remember(provider: Provider): void {
  writeAll(new Map([[stampFile(provider), fingerprint(provider)]]));
}

function fingerprint(provider: Provider): string {
  const files = [
    // What goes in: the contract, the code, and the versions of the tools.
    ...globSync([`${specDir(provider)}**/*.yaml`, `${root}scripts/contract/*.ts`, `${root}scripts/contract/emit/*.ts`]),
    `${root}pnpm-lock.yaml`,
    // What comes out, so that an edit by hand is noticed.
    ...globSync([
      `${typesDir(provider)}*.d.ts`,
      `${typesDir(provider)}openapi.json`,
      `${sdkDir(provider)}src/generated/*`,
    ]),
  ];
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(readIfThere(file) ?? '')
      .update('\0');
  return hash.digest('hex');
}
