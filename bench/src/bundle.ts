// How large a program gets when it is bundled for production.
import { constants, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/**
 * Bundles a program with all that it imports, minifies and gzips it.
 *
 * @param file the program's path
 * @param platform `neutral` has no modules but the program's own; Node's stay outside with `node`
 * @returns bytes
 */
export async function bundledSize(file: string, platform: 'neutral' | 'browser' | 'node' = 'neutral'): Promise<number> {
  return gzipSync(await bundled(file, platform, true), { level: constants.Z_BEST_COMPRESSION }).length;
}

/** The text of a bundle, in one file. Throws if an import leads nowhere, since what is not there weighs nothing. */
export async function bundled(
  file: string,
  platform: 'neutral' | 'browser' | 'node',
  minify: boolean,
): Promise<string> {
  const bundle = await rolldown({
    input: file,
    platform,
    onLog(_level, log) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    },
  });
  try {
    const { output } = await bundle.generate({ format: 'esm', minify, codeSplitting: false });
    return output.map((part) => (part.type === 'chunk' ? part.code : '')).join('');
  } finally {
    await bundle.close();
  }
}
