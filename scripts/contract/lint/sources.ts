// The authored files of a contract with their lines, so that a finding in the effective contract names what to edit.
import { readFileSync } from 'node:fs';
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

export interface Source {
  /** Relative to the provider's folder: `spec.yaml`, `overlays/20-mends.yaml`. */
  readonly file: string;
  readonly document: Document;
  readonly lineOf: (node: Node) => number;
}

/** The spec first, then its overlays in the order in which they are applied. */
export function readSources(directory: string): Source[] {
  return ['spec.yaml', ...overlayFiles(directory).map((file) => `overlays/${file}`)].map((file) => {
    const lineCounter = new LineCounter();
    const document = parseDocument(readFileSync(directory + file, 'utf8'), { lineCounter });
    return { file, document, lineOf: ({ range }) => (range ? lineCounter.linePos(range[0]).line : 1) };
  });
}

/**
 * Where a place of the effective contract is written: its own line in the spec, else the line in an overlay that adds what
 * the spec lacks, else the nearest line above it.
 */
export function locate(sources: readonly Source[], place: string): string {
  const [spec, ...overlays] = sources;
  if (!spec) return '';
  const keys = keysOf(place);
  const inSpec = descend(spec.document.contents, keys);
  const [missing, ...rest] = keys.slice(inSpec.depth);
  if (missing !== undefined) {
    for (const overlay of overlays) {
      const pair = pairNamed(overlay.document, missing);
      if (pair) return `${overlay.file}:${overlay.lineOf(descend(pair.value, rest).last ?? (pair.key as Node))}`;
    }
  }
  return `${spec.file}:${inSpec.last ? spec.lineOf(inSpec.last) : 1}`;
}

/** `GET /a 200` -> paths, /a, get, responses, 200; `#/components/schemas/A` -> its parts. */
function keysOf(place: string): string[] {
  if (place.startsWith('#')) {
    return place
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  const parts = place.split(' ');
  const [first = '', second = ''] = parts;
  // What is shared by the operations of a path stands under the path alone.
  const top = first.startsWith('/')
    ? ['paths', first]
    : first === 'webhook'
      ? ['webhooks', second, 'post']
      : ['paths', second, first.toLowerCase()];
  const [what = '', name = ''] = parts.slice(first.startsWith('/') ? 1 : 2);
  if (what === 'body') return [...top, 'requestBody'];
  if (/^(?:path|query|header|cookie)$/.test(what)) return [...top, 'parameters', name];
  return /^(?:[1-5]\d\d|default)$/.test(what) ? [...top, 'responses', what] : top;
}

/** Follows keys as far as they lead: how many did, and the node of the last of them. */
function descend(start: unknown, keys: readonly string[]): { depth: number; last: Node | undefined } {
  let node = start;
  let last: Node | undefined;
  for (let depth = 0; depth < keys.length; depth++) {
    const child = childOf(node, String(keys[depth]));
    if (child) [last, node] = child;
    // What may be null when read was wrapped on the way: `anyOf/0` is the schema as written.
    else if (keys[depth] === 'anyOf' && keys[depth + 1] === '0') depth++;
    else return { depth, last };
  }
  return { depth: keys.length, last };
}

/** An entry of a map by its key, of a list by its index or by the `name` of the parameter. */
function childOf(node: unknown, name: string): [at: Node, value: unknown] | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(name)] ?? node.items.find((entry) => isMap(entry) && entry.get('name') === name);
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
