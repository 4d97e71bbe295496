// Merges what holds a schema: a parameter, header, media type or answer.
import { deref, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { isProse, own, put, sameFacts, staysDeprecated, stripProse } from '../prose.ts';
import { type Merging, plain } from './needs.ts';
import { lines } from './plain-lines.ts';
import { described, mergeSchema } from './schema.ts';

/** Facts of its own, and schemas below. */
export function mergeHolder(
  merging: Merging,
  ours: JsonObject,
  theirs: JsonObject,
  owner: string,
  where: string,
): JsonObject {
  const copy: JsonObject = {};
  const merged = (key: string, mine: Json | undefined, other: Json): Json => {
    if (key === 'schema')
      return mine === undefined
        ? described(merging, other, owner, where)
        : mergeSchema(merging, mine, other, owner, where);
    if ((key === 'content' || key === 'headers') && isObject(other))
      return mergeHolders(merging, isObject(mine) ? mine : {}, other, owner, where, key === 'headers');
    return mine !== undefined && sameFacts({ [key]: mine }, { [key]: other }) ? mine : stripProse(other);
  };
  for (const [key, value] of Object.entries(ours)) {
    if (isProse(key) || staysDeprecated(key, value, theirs)) put(copy, key, value);
    else if (Object.hasOwn(theirs, key)) put(copy, key, merged(key, value, theirs[key] as Json));
  }
  for (const [key, value] of Object.entries(theirs))
    if (!isProse(key) && !Object.hasOwn(ours, key)) put(copy, key, merged(key, undefined, value));
  return copy;
}

function mergeHolders(
  merging: Merging,
  ours: JsonObject,
  theirs: JsonObject,
  owner: string,
  where: string,
  areHeaders: boolean,
): JsonObject {
  const copy: JsonObject = {};
  const resolved = (name: string): JsonObject => deref(merging.theirs, theirs[name]) ?? {};
  for (const [name, value] of Object.entries(ours)) {
    if (own(theirs, name) === undefined) continue;
    const mine = deref(merging.ours, value) ?? {};
    put(
      copy,
      name,
      sameFacts(mine, resolved(name)) ? value : mergeHolder(merging, mine, resolved(name), owner, `${where} ${name}`),
    );
  }
  for (const name of Object.keys(theirs)) {
    if (Object.hasOwn(ours, name)) continue;
    const holder = mergeHolder(merging, {}, resolved(name), owner, `${where} ${name}`);
    put(
      copy,
      name,
      areHeaders ? { description: plain(merging, `${where} header ${name}`, lines.header(name)), ...holder } : holder,
    );
  }
  return copy;
}
