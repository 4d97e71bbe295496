// References to other files become references within one document. They are followed only where OpenAPI allows a reference,
// and only to files that an API description is made of.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isObject, type Json, type JsonObject, put } from '../contract/json.ts';
import { contentOf, isExtension, type Kind } from '../contract/openapi.ts';
import { pointerText, resolveRef } from '../contract/walk.ts';
import { BumpError, textOf } from './fail.ts';
import { isUrl, LARGEST } from './fetch.ts';
import { MOST_NODES, parseFragment } from './read.ts';

/** Objects that OpenAPI allows a `$ref` in place of. */
const REFERABLE: ReadonlySet<Kind> = new Set<Kind>([
  ...(['schema', 'parameter', 'response', 'requestBody', 'header'] as const),
  ...(['example', 'link', 'callback', 'pathItem', 'securityScheme'] as const),
]);

/** @param from the main file; for an address there is no folder, so references to other files are refused */
export function bundle(document: JsonObject, from: string): JsonObject {
  return new Bundle(document, from).result();
}

class Bundle {
  readonly #main: JsonObject;
  readonly #folder: Folder | undefined;
  /** Schemas of other files by the place they came from. They get a name, so that they may refer to themselves. */
  readonly #names = new Map<string, string>();
  readonly #schemas: JsonObject = {};
  #nodes = 0;

  constructor(main: JsonObject, from: string) {
    this.#main = main;
    this.#folder = isUrl(from) ? undefined : openFolder(from);
  }

  result(): JsonObject {
    const bundled = this.#object(this.#main, 'document', { file: undefined, pointer: [], trail: [] });
    if (Object.keys(this.#schemas).length === 0) return bundled;
    const components = isObject(bundled.components) ? bundled.components : {};
    const own = isObject(components.schemas) ? components.schemas : {};
    return { ...bundled, components: { ...components, schemas: { ...own, ...this.#schemas } } };
  }

  #object(node: JsonObject, kind: Kind, place: Place): JsonObject {
    this.#count();
    const { $ref: ref } = node;
    if (typeof ref === 'string') {
      if (!REFERABLE.has(kind)) throw notHere(ref, place);
      if (!ref.startsWith('#') || place.file !== undefined) return this.#referred(node, ref, kind, place);
    }
    return this.#copy(node, kind, place);
  }

  #copy(node: JsonObject, kind: Kind, place: Place): JsonObject {
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(node)) put(copy, key, this.#content(value, kind, key, at(place, key)));
    return copy;
  }

  #content(value: Json, parent: Kind, key: string, place: Place): Json {
    const { shape, kind, extensible, data } = contentOf(parent, key);
    if (kind === undefined) {
      if (!data && !isExtension(key) && isObject(value) && typeof value.$ref === 'string')
        throw notHere(value.$ref, place);
      return value;
    }
    if (shape === 'one') return isObject(value) ? this.#object(value, kind, place) : value;
    if (shape === 'list' && Array.isArray(value))
      return value.map((item, index) => (isObject(item) ? this.#object(item, kind, at(place, String(index))) : item));
    if (shape === 'list' || !isObject(value)) return value;
    if (typeof value.$ref === 'string') throw notHere(value.$ref, place);
    const copy: JsonObject = {};
    for (const [name, item] of Object.entries(value))
      put(
        copy,
        name,
        isObject(item) && !(extensible && isExtension(name)) ? this.#object(item, kind, at(place, name)) : item,
      );
    return copy;
  }

  /** What a reference to another file, or within another file, becomes. */
  #referred(node: JsonObject, ref: string, kind: Kind, place: Place): JsonObject {
    if (this.#folder === undefined)
      throw new BumpError(
        'document',
        `$ref ${shown(ref)} leads out of the document. Bundle it into one file, or download all files and give the path.`,
      );
    const target = this.#folder.target(ref, place.file);
    const from: Place = { file: target.file, pointer: [], trail: [...place.trail, target.id] };
    const { $ref: _, ...beside } = node;
    if (kind === 'schema') {
      const copy = this.#copy(beside, kind, place);
      return { ...copy, $ref: `#/components/schemas/${this.#nameOf(target, from)}` };
    }
    if (place.trail.includes(target.id))
      throw new BumpError('document', `$ref ${shown(ref)} refers back to itself. Write out its target.`);
    const found = this.#object(target.node, kind, from);
    return kind === 'pathItem' ? { ...found, ...this.#copy(beside, kind, place) } : found;
  }

  #nameOf(target: Target, from: Place): string {
    const known = this.#names.get(target.id);
    if (known !== undefined) return known;
    const components = isObject(this.#main.components) ? this.#main.components : {};
    const present = isObject(components.schemas) ? components.schemas : {};
    const plain = target.suggestion.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(\d)/, '_$1') || 'Schema';
    let name = plain;
    for (let count = 2; Object.hasOwn(this.#schemas, name) || Object.hasOwn(present, name); count++)
      name = `${plain}${count}`;
    this.#names.set(target.id, name);
    put(this.#schemas, name, true);
    put(this.#schemas, name, this.#object(target.node, 'schema', { ...from, trail: [] }));
    return name;
  }

  /** Files that are written in place may each be referred to many times, and so on inside them. */
  #count(): void {
    if (++this.#nodes > MOST_NODES)
      throw new BumpError(
        'untrusted',
        `the references to other files expand to more than ${MOST_NODES} parts, so the document is refused.`,
      );
  }
}

interface Place {
  /** The file that holds the node; undefined for the main one. */
  readonly file: string | undefined;
  readonly pointer: readonly string[];
  /** References that led here without a named schema between them. */
  readonly trail: readonly string[];
}

const at = (place: Place, key: string): Place => ({ ...place, pointer: [...place.pointer, key] });

const shown = (ref: string): string => JSON.stringify(ref.slice(0, 120));

const notHere = (ref: string, { pointer }: Place): BumpError =>
  new BumpError(
    'untrusted',
    `$ref ${shown(ref)} at ${pointerText(pointer)} is not followed: OpenAPI allows no reference there. Write the value itself.`,
  );

const EXTENSIONS: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml']);

interface Target {
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
interface Folder {
  /** @param base the file that holds the reference; undefined for the main one */
  target(ref: string, base: string | undefined): Target;
}

function openFolder(from: string): Folder {
  const main = resolve(from);
  const folder = realpathSync(dirname(main));
  const files = new Map<string, Json>();
  return {
    target(ref, base = resolve(folder, basename(main))) {
      const [path = '', pointer = ''] = ref.split('#');
      const file = path === '' ? base : resolve(dirname(base), relativePath(path, ref));
      refuseOutside(folder, file, ref);
      if (!files.has(file)) files.set(file, parseFragment(readInside(folder, file, ref), relative(folder, file)));
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
