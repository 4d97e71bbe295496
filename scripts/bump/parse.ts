// Text -> document, refusing what is no OpenAPI document and what would cost more than it can be worth.
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { parseYaml } from '../contract/yaml.ts';
import { BumpError, textOf } from './fail.ts';

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
      `${from} is no OpenAPI document: it holds ${describe(document)}. Check the address; a page that needs a login looks like this.`,
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
      `${from} is no OpenAPI document that is understood here: its \`openapi\` is ${version ? JSON.stringify(version.slice(0, 20)) : 'missing'}, and 3.0 and 3.1 are.`,
    );
  if (!isObject(document.paths) && (document.paths !== undefined || !isObject(document.webhooks)))
    throw new BumpError('document', `${from} has no \`paths\`. Is it half a file?`);
  // Anchors make two places one object; what follows changes places one by one.
  return structuredCloneOf(document) as JsonObject;
}

/** Another file that the main one refers to. */
export function parseFragment(text: string, from: string): Json {
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
