// Compares two schemas at one place, in one direction: what is sent may only widen, what is read may only narrow.
import { isObject, type Json } from '../../contract/json.ts';
import { type Flat, flatten, isAside, type Part, pureRef, withoutNull } from './flat.ts';
import { compareKeywords } from './keywords.ts';
import { compareTypes } from './types.ts';
import { compareUnions } from './unions.ts';
import type { Node, Position, Walk } from './walk.ts';

export interface At {
  readonly node: Node;
  readonly where: string;
  readonly position: Position;
  /** The field became optional or required, and null comes or goes with that. */
  readonly ignoreNull?: boolean;
}

export function compareSchemas(walk: Walk, left: Json | undefined, right: Json | undefined, at: At): void {
  const [old, now] = [withoutNull(left), withoutNull(right)];
  const [oldName, newName] = [pureRef(old.schema), pureRef(now.schema)];
  if (oldName === undefined || newName === undefined) {
    compareFlat(walk, flatten(walk.before, left), flatten(walk.after, right), at);
    return;
  }
  compareNull(walk, old.nullable, now.nullable, at);
  compareNotes(walk, old.schema as Json, now.schema as Json, at);
  if (oldName !== newName) sayRenamed(walk, oldName, newName, at);
  walk.use(at.node, oldName, newName, at.position);
}

/** The whole of a shared schema; called once per pair and position. */
export function compareShared(walk: Walk, left: string, right: string, at: At): void {
  const of = (document: Json, name: string): Json | undefined => {
    const schemas = isObject(document) && isObject(document.components) ? document.components.schemas : undefined;
    return isObject(schemas) && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  };
  compareSchemas(walk, of(walk.before, left), of(walk.after, right), at);
}

export function compareFlat(walk: Walk, old: Flat, now: Flat, at: At): void {
  for (const name of old.members) if (now.members.has(name)) walk.use(at.node, name, name, at.position);
  compareNull(walk, old.nullable, now.nullable, at);
  const typesChanged = compareTypes(walk, told(old.keywords, now), told(now.keywords, old), at);
  if (typesChanged) return;
  compareProperties(walk, old, now, at);
  compareUnions(walk, told(old.keywords, now), told(now.keywords, old), at);
  compareKeywords(walk, told(old.keywords, now), told(now.keywords, old), at);
}

/** Leaves out what comes from a shared schema that the other side is made of too: that schema tells its own changes. */
function told<T>(parts: ReadonlyMap<string, Part<T>>, other: Flat): Map<string, T> {
  return new Map(
    [...parts]
      .filter(([, part]) => !part.origin || !other.members.has(part.origin))
      .map(([key, part]) => [key, part.value]),
  );
}

function compareProperties(walk: Walk, old: Flat, now: Flat, at: At): void {
  const isToldElsewhere = (left: Part<unknown> | undefined, right: Part<unknown> | undefined): boolean =>
    left && right
      ? left.origin !== '' && left.origin === right.origin
      : Boolean((left?.origin && now.members.has(left.origin)) || (right?.origin && old.members.has(right.origin)));
  for (const name of new Set([
    ...old.properties.keys(),
    ...now.properties.keys(),
    ...old.required.keys(),
    ...now.required.keys(),
  ])) {
    const [left, right] = [old.properties.get(name), now.properties.get(name)];
    const [was, is] = [old.required.get(name), now.required.get(name)];
    const where = `${at.where}.${name}`;
    const field = { ...at, where };
    if (left && right) {
      const flipped = Boolean(was) !== Boolean(is);
      if (flipped && !isToldElsewhere(was, is))
        walk.say(at.node, {
          kind: requiredness(at.position, Boolean(is)),
          where,
          before: was ? 'required' : 'optional',
          after: is ? 'required' : 'optional',
        });
      if (!isToldElsewhere(left, right))
        compareSchemas(walk, left.value, right.value, { ...field, ignoreNull: flipped });
    } else if (left ?? right) {
      if (isToldElsewhere(left, right)) continue;
      walk.say(
        at.node,
        left
          ? { kind: `${word(at.position)}-field-removed`, where, before: brief(left.value) }
          : { kind: added(at.position, Boolean(is)), where, after: brief(right?.value) },
      );
    } else if (Boolean(was) !== Boolean(is) && !isToldElsewhere(was, is)) {
      walk.say(at.node, {
        kind: requiredness(at.position, Boolean(is)),
        where,
        before: was ? 'required' : 'optional',
        after: is ? 'required' : 'optional',
      });
    }
  }
}

const word = (position: Position): 'request' | 'response' => (position === 'sent' ? 'request' : 'response');

const requiredness = (position: Position, required: boolean) =>
  `${word(position)}-field-now-${required ? 'required' : 'optional'}` as const;

const added = (position: Position, required: boolean) =>
  position === 'read' ? 'response-field-added' : required ? 'required-request-field-added' : 'request-field-added';

function compareNull(walk: Walk, was: boolean, is: boolean, at: At): void {
  if (was === is || at.ignoreNull) return;
  const wider = is ? 'widened' : 'narrowed';
  walk.say(at.node, {
    kind: `${word(at.position)}-type-${wider}`,
    where: at.where,
    before: was ? 'may be null' : 'never null',
    after: is ? 'may be null' : 'never null',
  });
}

/** What may stand beside a reference without changing what it refers to. */
function compareNotes(walk: Walk, left: Json, right: Json, at: At): void {
  const notes = (node: Json): Map<string, Json> =>
    new Map(isObject(node) ? Object.entries(node).filter(([key]) => key !== '$ref' && !isAside(key)) : []);
  compareKeywords(walk, notes(left), notes(right), at);
}

function sayRenamed(walk: Walk, left: string, right: string, at: At): void {
  if (at.position === 'sent' && (right === `${left}Input` || left === `${right}Input`)) {
    walk.say(at.node, { kind: 'request-type-renamed', where: at.where, before: left, after: right });
  } else {
    walk.say(at.node, { kind: 'type-replaced', where: at.where, before: left, after: right });
  }
}

/** A schema in a few words, for a table cell. */
export function brief(schema: Json | undefined): Json {
  const name = pureRef(withoutNull(schema).schema);
  if (name) return name;
  if (!isObject(schema)) return 'anything';
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (isObject(schema.items)) return `${String(brief(schema.items))}[]`;
  const types = [schema.type ?? []].flat().join(' | ');
  return schema.format ? `${types} (${String(schema.format)})` : types || 'a structure';
}
