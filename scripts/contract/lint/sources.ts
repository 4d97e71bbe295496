// The authored files of a contract with their lines, so that a diagnostic on the effective contract names the line to edit.

import { existsSync, readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { overlayFiles } from '../contract.ts';
import { type LocatedDiagnostic, problem } from '../diagnostic.ts';
import { keysOfRef } from '../walk.ts';

export interface Source {
  /** Relative to the provider's folder: `spec.yaml`, `overlays/20-fixes.yaml`. */
  readonly file: string;
  readonly document: Document;
  readonly lineOf: (node: Node) => number;
}

/** The facts first, then the texts, then the overlays in the order in which they are applied. */
export function readSources(directory: string): Source[] {
  const texts = existsSync(`${directory}texts.yaml`) ? ['texts.yaml'] : [];
  return ['spec.yaml', ...texts, ...overlayFiles(directory).map((file) => `overlays/${file}`)].map((file) => {
    const lineCounter = new LineCounter();
    const document = parseDocument(readFileSync(directory + file, 'utf8'), { lineCounter });
    return { file, document, lineOf: ({ range }) => (range ? lineCounter.linePos(range[0]).line : 1) };
  });
}

/** Texts that YAML has cut: in `{ description: one, two }` the text is `one`, and `two` a key without a value. */
export function cutTexts({ file, document, lineOf }: Source): LocatedDiagnostic[] {
  const found: LocatedDiagnostic[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      // A key with a colon and nothing behind it has an empty scalar for a value, and means null.
      if (value !== null || !isScalar(key)) return;
      const message = `"${key.value}" is a key without a value: quote the text before it, which the comma cut in two.`;
      found.push({ ...problem('cut-text', '#', message), file: `${file}:${lineOf(key)}` });
    },
  });
  return found;
}

/**
 * Where a place of the effective contract is written: its own line in the texts or the spec, else the line in an overlay that
 * adds what they lack, else the nearest line above it.
 */
export function locate(sources: readonly Source[], where: string): string {
  const keys = keysOf(where);
  const files = sources.filter(({ file }) => !file.startsWith('overlays/'));
  const reached = files.map((source) => ({ source, ...descend(source.document.contents, keys) }));
  // A person edits the texts, so they come first where both have the place.
  const [best] = reached.sort((a, b) => b.depth - a.depth || (a.source.file === 'texts.yaml' ? -1 : 1));
  if (!best) return '';
  const [missing, ...rest] = keys.slice(best.depth);
  if (missing !== undefined) {
    for (const overlay of sources.filter((source) => !files.includes(source))) {
      const pair = pairNamed(overlay.document, missing);
      if (pair) return `${overlay.file}:${overlay.lineOf(descend(pair.value, rest).last ?? (pair.key as Node))}`;
    }
  }
  return `${best.source.file}:${best.last ? best.source.lineOf(best.last) : 1}`;
}

/** `GET /a 200` -> paths, /a, get, responses, 200; `#/components/schemas/A` -> its parts. */
function keysOf(where: string): string[] {
  if (where.startsWith('#')) return keysOfRef(where);
  const parts = where.split(' ');
  const [first = '', second = ''] = parts;
  // What is shared by the operations of a path stands under the path alone.
  const top = first.startsWith('/')
    ? ['paths', first]
    : first === 'webhook'
      ? ['webhooks', second, 'post']
      : ['paths', second, first.toLowerCase()];
  const [what = '', name = ''] = parts.slice(first.startsWith('/') ? 1 : 2);
  if (what === 'body') return [...top, 'requestBody'];
  if (/^(?:path|query|header|cookie)$/.test(what)) return [...top, 'parameters', `${what}:${name}`];
  return /^(?:[1-5]\d\d|default)$/.test(what) ? [...top, 'responses', what] : top;
}

/** Follows keys as far as they lead: how many did, and the node of the last of them. */
function descend(start: unknown, keys: readonly string[]): { depth: number; last: Node | undefined } {
  let node = start;
  let last: Node | undefined;
  for (let depth = 0; depth < keys.length; depth++) {
    const child = childOf(node, String(keys[depth]));
    if (child) [last, node] = child;
    // What may be null in responses was wrapped on the way: `anyOf/0` is the schema as written.
    else if (keys[depth] === 'anyOf' && keys[depth + 1] === '0') depth++;
    else return { depth, last };
  }
  return { depth: keys.length, last };
}

/** An entry of a map by its key, of a list by its index or as the parameter `in:name`. */
function childOf(node: unknown, name: string): [at: Node, value: unknown] | undefined {
  if (isSeq(node)) {
    const item =
      node.items[Number(name)] ??
      node.items.find((entry) => isMap(entry) && `${entry.get('in')}:${entry.get('name')}` === name);
    return isNode(item) ? [item, item] : undefined;
  }
  const pair = isMap(node)
    ? node.items.find(({ key }) => isScalar(key) && sameKey(String(key.value), name))
    : undefined;
  return pair && isNode(pair.key) ? [pair.key, pair.value] : undefined;
}

/** Media types lose their parameters on the way to the effective contract. */
const sameKey = (written: string, name: string): boolean => written === name || written.startsWith(`${name};`);

function pairNamed(document: Document, name: string): Pair | undefined {
  let found: Pair | undefined;
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || pair.key.value !== name) return undefined;
      found = pair;
      return visit.BREAK;
    },
  });
  return found;
}
