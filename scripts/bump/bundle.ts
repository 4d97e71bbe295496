// Local `$ref`s to other files become references within one document. Nothing outside the file's own folder is read.
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isObject, type Json, type JsonObject, put } from '../contract/json.ts';
import { resolveRef } from '../contract/refs.ts';
import { BumpError, textOf } from './fail.ts';
import { isUrl, LARGEST } from './fetch.ts';
import { parseFragment } from './parse.ts';
import { isNameMap } from './prose.ts';

const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'enum', 'default', 'const']);

/**
 * @param from the main file; by HTTP there is no folder, so references to other files are refused
 */
export function bundle(document: JsonObject, from: string): JsonObject {
  const folder = isUrl(from) ? undefined : realpathSync(dirname(resolve(from)));
  const files = new Map<string, Json>();
  const names = new Map<string, string>();
  const schemas: JsonObject = {};

  const read = (ref: string, base: string): { file: string; node: Json; pointer: string } => {
    const [path = '', pointer = ''] = ref.split('#');
    if (folder === undefined)
      throw new BumpError(
        'document',
        `$ref ${shown(ref)} leads out of the document. Bundle it into one file, or download all files and give the path.`,
      );
    if (/^[a-z][a-z0-9+.-]*:/i.test(path) || isAbsolute(path) || path.includes('\0') || path.includes('\\'))
      throw outside(ref);
    const file = resolve(dirname(base), decode(path, ref));
    if (relative(folder, file).split(sep)[0] === '..') throw outside(ref);
    if (!files.has(file)) files.set(file, parseFragment(readInside(file, folder, ref), path));
    const root = files.get(file) as Json;
    const node = pointer ? resolveRef(root as JsonObject, `#${pointer}`) : root;
    if (node === undefined) throw new BumpError('document', `$ref ${shown(ref)} leads nowhere.`);
    return { file, node, pointer };
  };

  // Schemas get a place of their own, so that they may refer to themselves; everything else is written in place.
  const visit = (node: Json, base: string, key: string, trail: readonly string[]): Json => {
    if (Array.isArray(node)) return node.map((item) => visit(item, base, key, trail));
    if (!isObject(node)) return node;
    const ref = node.$ref;
    if (typeof ref === 'string' && (!ref.startsWith('#') || base !== from)) {
      const target = ref.startsWith('#') ? `${relative(dirname(base), base)}${ref}` : ref;
      const { file, node: found, pointer } = read(target, base);
      const place = `${file}#${pointer}`;
      if (!isSchemaPlace(key)) {
        if (trail.includes(place)) throw new BumpError('document', `$ref ${shown(ref)} leads back to itself.`);
        return visit(found, file, key, [...trail, place]);
      }
      let name = names.get(place);
      if (name === undefined) {
        name = freeName(pointer, file, document, schemas);
        names.set(place, name);
        put(schemas, name, true);
        put(schemas, name, visit(found, file, key, []));
      }
      return { ...node, $ref: `#/components/schemas/${name}` };
    }
    const copy: JsonObject = {};
    for (const [name, value] of Object.entries(node))
      put(
        copy,
        name,
        DATA.has(name) && !isNameMap(key, false) ? value : visit(value, base, ROOMS.has(key) ? key : name, trail),
      );
    return copy;
  };

  const bundled = visit(document, from, '', []) as JsonObject;
  if (Object.keys(schemas).length === 0) return bundled;
  const components = isObject(bundled.components) ? bundled.components : {};
  const own = isObject(components.schemas) ? components.schemas : {};
  return { ...bundled, components: { ...components, schemas: { ...own, ...schemas } } };
}

/** Below these, every reference is one to a schema. */
const ROOMS: ReadonlySet<string> = new Set(['schema', 'schemas']);
const isSchemaPlace = (key: string): boolean => ROOMS.has(key);

const shown = (ref: string): string => JSON.stringify(ref.slice(0, 120));

const outside = (ref: string): BumpError =>
  new BumpError('hostile', `$ref ${shown(ref)} leads out of the folder of the file, so it is not followed.`);

function decode(path: string, ref: string): string {
  try {
    const plain = decodeURIComponent(path);
    if (plain.includes('\0')) throw outside(ref);
    return plain;
  } catch {
    throw outside(ref);
  }
}

/** A link inside the folder may still point out of it, so the real place counts. */
function readInside(file: string, folder: string, ref: string): string {
  try {
    const real = realpathSync(file);
    if (relative(folder, real).split(sep)[0] === '..') throw outside(ref);
    const { size } = lstatSync(real);
    if (size > LARGEST)
      throw new BumpError('hostile', `$ref ${shown(ref)} leads to a file of ${size} bytes, which is refused.`);
    return readFileSync(real, 'utf8');
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('file', `$ref ${shown(ref)} cannot be read: ${textOf(error)}`);
  }
}

/** The name a file or its part suggests, with a number where that is taken. */
function freeName(pointer: string, file: string, document: JsonObject, taken: JsonObject): string {
  const last =
    pointer.split('/').filter(Boolean).at(-1) ??
    file
      .split(sep)
      .at(-1)
      ?.replace(/\.[a-z]+$/i, '') ??
    'Schema';
  const plain = last.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(\d)/, '_$1');
  const present =
    isObject(document.components) && isObject(document.components.schemas) ? document.components.schemas : {};
  const isTaken = (name: string): boolean => Object.hasOwn(taken, name) || Object.hasOwn(present, name);
  let name = plain;
  for (let count = 2; isTaken(name); count++) name = `${plain}${count}`;
  return name;
}
