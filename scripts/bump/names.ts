// The provider's schema names -> ours: through names.yaml, through the place of a schema that was renamed, and, for names that no type
// can have, through one that it can.
import { parse, stringify } from 'yaml';
import { fromEntries, groupBy, isObject, type JsonObject, reachable } from '../contract/json.ts';
import { capitalise, wordsOf } from '../contract/operations.ts';
import { deref, mapRefs, refsIn, resolveRef, SCHEMAS, schemasOf } from '../contract/walk.ts';
import { proposedRenames, renamed } from './diff/document.ts';
import { BumpError } from './fail.ts';

export type Names = Readonly<Record<string, string>>;

export interface Renamed {
  /** The provider's document under our names, without schemas that nothing reaches. */
  readonly document: JsonObject;
  readonly names: Names;
  /** What names.yaml should say from now on. */
  readonly proposals: readonly Proposal[];
}

export interface Proposal {
  readonly theirs: string;
  readonly ours: string;
  /** The provider's name until now; absent where the name only had to become one that a type can have. */
  readonly was?: string;
}

/** @param kept our names of schemas that stay though no operation reaches them, because overlays refer to them */
export function renameToOurs(
  theirs: JsonObject,
  ours: JsonObject,
  names: Names,
  kept: ReadonlySet<string> = new Set(),
): Renamed {
  const reached = withoutUnreached(withFullMappings(theirs), (name) => kept.has(ourName(names, name)));
  const unusable = Object.keys(schemasOf(reached))
    .filter((name) => !Object.hasOwn(names, name) && !isTypeName(name))
    .map((name): Proposal => ({ theirs: name, ours: typeName(name) }));
  const usable = extended(names, unusable);
  const theirName = new Map(Object.keys(schemasOf(reached)).map((name) => [ourName(usable, name), name]));
  const moved = [...proposedRenames(ours, mapNames(reached, usable))].map(
    ([from, to]): Proposal => ({
      theirs: theirName.get(to) ?? to,
      ours: from,
      was: Object.keys(names).find((name) => names[name] === from) ?? from,
    }),
  );
  const known = extended(usable, moved);
  const isMoved = (name: string): boolean => moved.some(({ theirs: other }) => other === name);
  return {
    document: mapNames(reached, known),
    names: known,
    proposals: [...unusable.filter(({ theirs: name }) => !isMoved(name)), ...moved],
  };
}

function extended(names: Names, proposals: readonly Proposal[]): Names {
  const stale = new Set(proposals.flatMap(({ was, theirs }) => [was, theirs]));
  const kept = Object.entries(names).filter(([name]) => !stale.has(name));
  return Object.fromEntries([
    ...kept,
    ...proposals.filter(({ theirs, ours }) => theirs !== ours).map(({ theirs, ours }) => [theirs, ours]),
  ]);
}

/** What an operation or webhook does not lead to is no part of the API. */
function withoutUnreached(document: JsonObject, isKept: (name: string) => boolean): JsonObject {
  const { components, ...rest } = document;
  const { schemas: _, ...shared } = isObject(components) ? components : {};
  const schemas = schemasOf(document);
  // Shared parameters, responses and the like are few: all of them count as used.
  const used = refsIn({ ...rest, components: shared }, 'document');
  const kept = Object.keys(schemas).filter(isKept);
  const reached = reachable([...used, ...kept.map((name) => SCHEMAS + escaped(name))], (ref) => {
    const target = resolveRef(document, ref);
    if (target === undefined)
      throw new BumpError('document', `$ref ${JSON.stringify(ref.slice(0, 120))} leads nowhere. Is it half a file?`);
    refuseEndless(document, ref);
    return ref.startsWith(SCHEMAS) ? refsIn(target, 'schema') : [];
  });
  const left = Object.entries(schemas).filter(([name]) => reached.has(SCHEMAS + escaped(name)));
  return { ...rest, components: { ...shared, schemas: fromEntries(left) } };
}

function refuseEndless(document: JsonObject, ref: string): void {
  try {
    deref(document, { $ref: ref });
  } catch {
    throw new BumpError('document', `$ref ${JSON.stringify(ref.slice(0, 120))} refers back to itself.`);
  }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The mapping of a discriminator may name a schema without the way to it. */
const withFullMappings = (document: JsonObject): JsonObject =>
  mapRefs(document, 'document', (ref) => (/^[A-Za-z0-9._-]+$/.test(ref) ? SCHEMAS + ref : ref)) as JsonObject;

/** Own entries only: a schema may be called `toLocaleString`. */
const ourName = (names: Names, name: string): string => (Object.hasOwn(names, name) ? (names[name] ?? name) : name);

function mapNames(document: JsonObject, names: Names): JsonObject {
  const theirs = groupBy(Object.keys(schemasOf(document)), (name) => ourName(names, name));
  for (const [ours, [name, other]] of theirs)
    if (other !== undefined)
      throw new BumpError(
        'names',
        `${name} and ${other} would both be called ${ours}. Give one of them another name in names.yaml.`,
      );
  return renamed(document, (name) => ourName(names, name));
}

/** As the rules of generation ask: a capital first, and not the helper's own name. */
export const isTypeName = (name: string): boolean => /^[A-Z][A-Za-z0-9_]*$/.test(name);

export function typeName(name: string): string {
  const joined = wordsOf(name).map(capitalise).join('');
  const plain = /^[A-Z]/.test(joined) ? joined : `Model${joined}`;
  return isTypeName(plain) ? plain : `${plain}Model`;
}

/** Entries for schemas that are gone go with them. */
export function prunedNames(names: Names, old: Names, document: JsonObject): Names {
  const schemas = schemasOf(document);
  return Object.fromEntries(
    Object.entries(names).filter(
      ([theirs, ours]) =>
        Object.hasOwn(schemas, ours) || (Object.hasOwn(old, theirs) && Object.hasOwn(schemas, theirs)),
    ),
  );
}

/**
 * The text of names.yaml. Maps, because an object would take `__proto__` for its prototype and put numbers first.
 *
 * @param operations `METHOD /path` or operationId of the provider -> operationId here
 */
export function namesText(names: Names, operations: Names = {}): string {
  const schemas = sorted(names).map(([name, ours]): [string, unknown] => [
    name === 'operations' ? SCHEMAS + name : name,
    ours,
  ]);
  const kept = Object.keys(operations).length > 0 ? [['operations', new Map(sorted(operations))] as const] : [];
  return `# The provider's schema names, where ours differ. A bump maps the provider's file through this list.\n${stringify(
    new Map<string, unknown>([...schemas, ...kept]),
  )}`;
}

const sorted = (names: Names): [string, string][] => Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1));

/** Reads names.yaml. A schema called `operations` is there by its whole reference. */
export function readNames(text: string): { readonly schemas: Names; readonly operations: Names } {
  const { operations = {}, ...schemas } = (parse(text) ?? {}) as Record<string, string> & { operations?: Names };
  return {
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, ours]) => [name.replace(SCHEMAS, ''), ours])),
    operations,
  };
}
