// Text -> one document, refusing what is not an OpenAPI document and what would cost more than it can be worth. References to other files
// become references within it; they are followed only where OpenAPI allows them, and only to files that a description is made of.

import { parseYaml } from '../contract/files.ts';
import { isObject, type Json, type JsonObject, own, put } from '../contract/json.ts';
import { contentOf, isExtension, type Kind } from '../contract/openapi.ts';
import { freeName } from '../contract/operations.ts';
import { mapChildren, pointerText, schemasOf } from '../contract/walk.ts';
import { BumpError, textOf } from './fail.ts';
import { isUrl } from './fetch.ts';
import { type Folder, openFolder, shown, type Target } from './folder.ts';

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
  readonly #from: string;
  #folder: Folder | undefined;
  /** Schemas of other files by the place they came from. They get a name, so that they may refer to themselves. */
  readonly #names = new Map<string, string>();
  readonly #schemas: JsonObject = {};
  #nodes = 0;

  constructor(main: JsonObject, from: string) {
    this.#main = main;
    this.#from = from;
  }

  result(): JsonObject {
    const bundled = this.#object(this.#main, 'document', { file: undefined, pointer: [], trail: [] });
    if (Object.keys(this.#schemas).length === 0) return bundled;
    const components = isObject(bundled.components) ? bundled.components : {};
    return { ...bundled, components: { ...components, schemas: { ...schemasOf(bundled), ...this.#schemas } } };
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
    for (const [key, value] of Object.entries(node)) {
      const { shape, data } = contentOf(kind, key);
      const ref = own(value, '$ref');
      const isValue = shape === 'value' && !data && !isExtension(key);
      if (typeof ref === 'string' && (shape === 'map' || isValue)) throw notHere(ref, at(place, key));
    }
    return mapChildren(node, kind, (child) => this.#object(child.node, child.kind, at(place, ...child.pointer)));
  }

  /** What a reference to another file, or within another file, becomes. */
  #referred(node: JsonObject, ref: string, kind: Kind, place: Place): JsonObject {
    if (isUrl(this.#from))
      throw new BumpError(
        'document',
        `$ref ${shown(ref)} leads out of the document. Bundle it into one file, or download all files and give the path.`,
      );
    this.#folder ??= openFolder(this.#from, parseFragment);
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
    const present = schemasOf(this.#main);
    const plain = target.suggestion.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(\d)/, '_$1') || 'Schema';
    const name = freeName(plain, (one) => Object.hasOwn(this.#schemas, one) || Object.hasOwn(present, one));
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

const at = (place: Place, ...keys: string[]): Place => ({ ...place, pointer: [...place.pointer, ...keys] });

const notHere = (ref: string, { pointer }: Place): BumpError =>
  new BumpError(
    'untrusted',
    `$ref ${shown(ref)} at ${pointerText(pointer)} is not followed: OpenAPI allows no reference there. Write the value itself.`,
  );

/** Enough for any real anchor; far below what it takes to grow a small file into gigabytes. */
const ALIASES = 100;
const DEEPEST = 128;
/** Values of any kind. The largest public descriptions have some 600,000. */
export const MOST_NODES = 2_000_000;

export function parseSpec(text: string, from: string): JsonObject {
  const document = read(text, from);
  if (!isObject(document))
    throw new BumpError(
      'document',
      `${from} is not an OpenAPI document: it holds ${describe(document)}. Check the address; a page that needs a login looks like this.`,
    );
  bounded(document, from);
  if ('swagger' in document)
    throw new BumpError(
      'document',
      `${from} is Swagger ${String(document.swagger)}. Convert it to OpenAPI 3.0 or 3.1 first.`,
    );
  const version = String(document.openapi ?? '');
  if (!/^3\.[01]\.\d+/.test(version))
    throw new BumpError(
      'document',
      `${from} is not an OpenAPI document that is understood here: its \`openapi\` is ${version ? JSON.stringify(version.slice(0, 20)) : 'missing'}, and 3.0 and 3.1 are.`,
    );
  if (!isObject(document.paths) && (document.paths !== undefined || !isObject(document.webhooks)))
    throw new BumpError('document', `${from} has no \`paths\`. Is it half a file?`);
  // Anchors make two places one object; what follows changes places one by one.
  return structuredCloneOf(document) as JsonObject;
}

/** Another file that the main one refers to. */
function parseFragment(text: string, from: string): Json {
  const node = read(text, from);
  bounded(node, from);
  return structuredCloneOf(node);
}

function read(text: string, from: string): Json {
  const isJson = /^\s*[{[]/.test(text);
  try {
    return (isJson ? JSON.parse(text) : parseYaml(text, ALIASES)) as Json;
  } catch (error) {
    const reason = textOf(error).split('\n')[0];
    if (/alias|stack|call size/i.test(reason ?? ''))
      throw new BumpError('untrusted', `${from} is refused: ${reason}. A real API description does not need that.`);
    throw new BumpError('document', `${from} is neither JSON nor YAML: ${reason}. Is it half a file?`);
  }
}

/** Without recursion, so that depth itself cannot do harm; an object within itself has no depth that ends. */
function bounded(root: Json, from: string): void {
  let nodes = 0;
  const open: [Json, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    nodes++;
    if (depth > DEEPEST || nodes > MOST_NODES)
      throw new BumpError(
        'untrusted',
        `${from} is refused: it is nested deeper than ${DEEPEST} levels, contains itself, or has more than ${MOST_NODES} parts.`,
      );
    if (typeof node === 'object' && node !== null)
      for (const child of Object.values(node)) open.push([child, depth + 1]);
  }
}

const structuredCloneOf = (node: Json): Json => JSON.parse(JSON.stringify(node)) as Json;

const describe = (node: Json): string =>
  typeof node === 'string'
    ? `a text that begins ${JSON.stringify(node.trim().slice(0, 40))}`
    : Array.isArray(node)
      ? 'a list'
      : String(node);
