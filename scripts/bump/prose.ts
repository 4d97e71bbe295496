// What of a contract is prose and what is a fact. Merge and comparison both stand on this one distinction.
import { isObject, type Json, type JsonObject } from '../contract/json.ts';

/** Keywords that hold text, examples or links: they change nothing on the wire and nothing in a type. */
export const PROSE: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'description',
  'example',
  'examples',
  'externalDocs',
]);

/** Maps whose keys are names a provider chose, so a field called `description` in them is no prose. */
const NAME_MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'paths',
  'webhooks',
  'headers',
  'schemas',
  'parameters',
  'responses',
  'requestBodies',
  'securitySchemes',
  'callbacks',
  'content',
  'mapping',
  'scopes',
  'encoding',
  'dependentRequired',
  'dependentSchemas',
  'variables',
]);

/** Keywords whose value is data: nothing below them is a keyword. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default']);

export const isNameMap = (key: string, parentIsNameMap: boolean): boolean => !parentIsNameMap && NAME_MAPS.has(key);

export const isProse = (key: string): boolean => PROSE.has(key) || key.startsWith('x-');

/** A copy without prose and without `x-` keys: the provider's facts alone. */
export const stripProse = (node: Json, inNames = false): Json => without(node, isProse, inNames);

/** A copy without texts and examples, in which our hints stay: all that the comparison looks at. */
export const stripTexts = (node: Json): Json => without(node, (key) => PROSE.has(key), false);

function without(node: Json, isDropped: (key: string) => boolean, inNames: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => without(item, isDropped, false));
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    if (!inNames && isDropped(key)) continue;
    const names = isNameMap(key, inNames);
    if (key === 'scopes' && names && isObject(value)) put(copy, key, withoutTexts(value));
    else put(copy, key, !inNames && DATA.has(key) ? value : without(value, isDropped, names));
  }
  return copy;
}

/** Scopes map a name to its text; the names alone are facts. */
const withoutTexts = (scopes: JsonObject): JsonObject => {
  const copy: JsonObject = {};
  for (const name of Object.keys(scopes)) put(copy, name, '');
  return copy;
};

/** Lists whose order says nothing. */
const SETS: ReadonlySet<string> = new Set([
  'required',
  'enum',
  'type',
  'tags',
  'security',
  'parameters',
  'servers',
  'allOf',
  'anyOf',
  'oneOf',
]);

/** An empty list of these says what its absence says; an empty `security` says more. */
const EMPTY_IS_ABSENT: ReadonlySet<string> = new Set(['required', 'servers', 'tags', 'parameters']);

/** One text per set of facts: equal texts, equal facts. Order of keys and of sets, and written-out defaults, do not count. */
export function canonical(node: Json | undefined): string {
  return JSON.stringify(sorted(stripProse(node ?? null), ''));
}

export const sameFacts = (left: Json | undefined, right: Json | undefined): boolean =>
  canonical(left) === canonical(right);

function sorted(node: Json, key: string): Json {
  if (Array.isArray(node)) {
    const items = node.map((item) => sorted(item, ''));
    return SETS.has(key) ? [...new Set(items.map((item) => JSON.stringify(item)))].sort() : items;
  }
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const name of Object.keys(node).sort()) {
    if (name === 'deprecated' && node[name] === false) continue;
    if (name === 'required' && node[name] === false) continue;
    if (EMPTY_IS_ABSENT.has(name) && Array.isArray(node[name]) && node[name].length === 0) continue;
    if (name === 'webhooks' && isObject(node[name]) && Object.keys(node[name]).length === 0) continue;
    const value = node[name] ?? null;
    put(copy, name, name === 'type' && typeof value === 'string' ? [JSON.stringify(value)] : sorted(value, name));
  }
  return copy;
}

/** Sets a key of any name, `__proto__` included, as a plain key. */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Reads an own key only. */
export const own = (node: Json | undefined, key: string): Json | undefined =>
  isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;

/**
 * Ours stays where the provider says nothing: a mark that we set because their text says so must outlive every bump.
 * Only an explicit `deprecated: false` takes it back.
 */
export const staysDeprecated = (key: string, value: Json, theirs: JsonObject): boolean =>
  key === 'deprecated' && value === true && !Object.hasOwn(theirs, 'deprecated');
