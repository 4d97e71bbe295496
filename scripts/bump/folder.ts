// The files beside a specification that it may refer to.

import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { resolveRef } from '../contract/walk.ts';
import { BumpError, textOf } from './fail.ts';
import { LARGEST } from './fetch.ts';

const EXTENSIONS: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml']);

export interface Target {
  /** File and place in it: equal for equal targets. */
  readonly id: string;
  readonly file: string;
  readonly node: JsonObject;
  /** A name for it, from its place or its file. */
  readonly suggestion: string;
}

/**
 * The folder of a specification on disk: the only place from which references to other files are read, and only files that an API
 * description is made of. Everything else beside it, such as `.env`, may be a secret.
 */
export interface Folder {
  /** @param base the file that holds the reference; undefined for the main one */
  target(ref: string, base: string | undefined): Target;
}

export function openFolder(from: string, parse: (text: string, from: string) => Json): Folder {
  const main = resolve(from);
  const folder = realpathSync(dirname(main));
  const files = new Map<string, Json>();
  return {
    target(ref, base = resolve(folder, basename(main))) {
      const [path = '', pointer = ''] = ref.split('#');
      const file = path === '' ? base : resolve(dirname(base), relativePath(path, ref));
      refuseOutside(folder, file, ref);
      if (!files.has(file)) files.set(file, parse(readInside(folder, file, ref), relative(folder, file)));
      const root = files.get(file) as Json;
      const node = pointer ? resolveRef(root as JsonObject, `#${pointer}`) : root;
      if (node === undefined) throw new BumpError('document', `$ref ${shown(ref)} leads nowhere.`);
      if (!isObject(node))
        throw new BumpError(
          'document',
          `$ref ${shown(ref)} leads to a value, not to an object. Write the value itself.`,
        );
      const suggestion = pointer.split('/').filter(Boolean).at(-1) ?? basename(file, extname(file));
      return { id: `${file}#${pointer}`, file, node, suggestion };
    },
  };
}

function relativePath(path: string, ref: string): string {
  const plain = decoded(path);
  if (plain === undefined || isAbsolute(plain) || /^[a-z][a-z0-9+.-]*:|[\0\\]/i.test(plain)) throw outside(ref);
  return plain;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Checked by name before anything is read, and again for the file that a link leads to. */
function refuseOutside(folder: string, file: string, ref: string): void {
  const segments = relative(folder, file).split(sep);
  if (segments[0] === '..') throw outside(ref);
  if (segments.some((segment) => segment.startsWith('.')) || !EXTENSIONS.has(extname(file).toLowerCase()))
    throw new BumpError(
      'untrusted',
      `$ref ${shown(ref)} is not followed: only .json, .yaml and .yml files are read, and none whose name or folder begins with a dot. Rename the file, or bundle all files into one.`,
    );
}

function readInside(folder: string, file: string, ref: string): string {
  try {
    const real = realpathSync(file);
    refuseOutside(folder, real, ref);
    const stats = statSync(real);
    if (!stats.isFile()) throw new BumpError('file', `$ref ${shown(ref)} does not lead to a regular file.`);
    if (stats.size > LARGEST)
      throw new BumpError('untrusted', `$ref ${shown(ref)} leads to a file of ${stats.size} bytes, which is refused.`);
    return readFileSync(real, 'utf8');
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('file', `$ref ${shown(ref)} cannot be read: ${textOf(error)}`);
  }
}

const outside = (ref: string): BumpError =>
  new BumpError('untrusted', `$ref ${shown(ref)} leads out of the folder of the file, so it is not followed.`);

export const shown = (ref: string): string => JSON.stringify(ref.slice(0, 120));
