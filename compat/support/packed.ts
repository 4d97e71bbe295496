// The packages as they would be published: tarballs, written by pnpm.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '../..');
const packages = ['sdk-core', 'iron-types', 'iron-sdk', 'paxos-types', 'paxos-sdk', 'sandbox'];
const run = promisify(execFile);
/** The repository's pnpm. */
export const pnpm: string = join(repository, 'node_modules/.bin/pnpm');

/**
 * Packs every package into a folder.
 *
 * @returns the names of the tarballs there, by the names of the packages
 */
export async function pack(folder: string): Promise<Record<string, string>> {
  const unbuilt = packages.filter(
    (name) => !name.endsWith('types') && !existsSync(`${repository}/packages/${name}/dist`),
  );
  if (unbuilt.length > 0)
    throw new Error(`Not built: ${unbuilt.join(', ')}. Run \`npm test\` in the repository's root, or \`pnpm build\`.`);
  // pnpm writes versions in place of `workspace:*` and `catalog:`, as it does when it publishes.
  const tarballs = await Promise.all(
    packages.map(async (name) => {
      const { stdout } = await run(pnpm, ['pack', '--json', '--pack-destination', folder], {
        cwd: `${repository}/packages/${name}`,
      });
      const { name: published, filename } = JSON.parse(stdout) as { name: string; filename: string };
      return [published, filename.slice(folder.length + 1)] as const;
    }),
  );
  return Object.fromEntries(tarballs);
}
