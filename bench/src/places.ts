// Where things lie.
import { fileURLToPath } from 'node:url';

/** The repository's root, with a trailing slash. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));
export const bench: string = `${root}bench/`;
export const peersDir: string = `${bench}peers/`;
/** For what is made while measuring. Inside, so that imports resolve; below node_modules, so that nobody looks at it. */
export const scratch: string = `${bench}node_modules/.bench/`;
