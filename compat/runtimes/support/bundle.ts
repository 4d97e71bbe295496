// The program for each kind of runtime: with the packages outside, resolved by the runtime itself, or with all inside.
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const sources = join(import.meta.dirname, '../src');

/** Writes `process.mjs`, `process.cjs`, `worker.js` and `page.js` into a folder in which the packages are installed. */
export async function bundle(folder: string): Promise<void> {
  const outside = { bundle: true, packages: 'external', platform: 'neutral', target: 'es2022' } as const;
  const process = join(sources, 'process.ts');
  await Promise.all([
    build({ ...outside, entryPoints: [process], format: 'esm', outfile: join(folder, 'process.mjs') }),
    build({ ...outside, entryPoints: [process], format: 'cjs', outfile: join(folder, 'process.cjs') }),
    ...[['worker', 'esm'] as const, ['page', 'iife'] as const].map(([name, format]) =>
      bundleWhole(join(sources, `${name}.ts`), format, folder, join(folder, `${name}.js`)),
    ),
  ]);
}

/**
 * All in one file, without a polyfill. What it would still have to import, such as `node:crypto`, is an error.
 *
 * @param folder where the packages are
 */
export async function bundleWhole(
  entry: string,
  format: 'esm' | 'iife',
  folder: string,
  outfile: string,
): Promise<void> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    format,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    nodePaths: [join(folder, 'node_modules')],
    // Left as it is, so that it is named below with who wants it, and not replaced or stubbed.
    external: ['node:*', ...builtinModules],
    metafile: true,
  });
  const wanted = importsLeft(metafile);
  if (wanted.length > 0) throw new Error(`Only Node has it: ${wanted.join('; ')}`);
}

function importsLeft({ inputs }: Metafile): string[] {
  return Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports.filter(({ external }) => external).map(({ path }) => `${path}, for ${file}`),
  );
}
