// Our shared parameters and answers. The provider writes each of them out; we keep one of each kind, as long as the facts agree.
import { deref, isObject, type Json, type JsonObject, operationsOf } from '../../contract/json.ts';
import { canonical, own, put, sameFacts } from '../prose.ts';
import { mergeHolder } from './holder.ts';
import type { Merging } from './needs.ts';

const roomOf = (document: JsonObject, room: 'parameters' | 'responses'): JsonObject => {
  const components = isObject(document.components) ? document.components : {};
  return isObject(components[room]) ? components[room] : {};
};

export function sharedParameter(merging: Merging, facts: JsonObject): Json | undefined {
  const found = Object.entries(roomOf(merging.ours, 'parameters')).find(([, shared]) => sameFacts(shared, facts));
  return found ? { $ref: `#/components/parameters/${found[0]}` } : undefined;
}

/** Many answers have equal facts and different words, so only one that stands at this status already will do. */
export function sharedAnswer(merging: Merging, facts: JsonObject, status: string): Json | undefined {
  const counts = new Map<string, number>();
  for (const { operation } of operationsOf(merging.ours)) {
    const ref = own(own(operation.responses, status), '$ref');
    if (typeof ref === 'string') counts.set(ref, (counts.get(ref) ?? 0) + 1);
  }
  const [found] = [...counts]
    .filter(([ref]) => sameFacts(deref(merging.ours, { $ref: ref }), facts))
    .sort((a, b) => b[1] - a[1]);
  return found ? { $ref: found[0] } : undefined;
}

/** Where every use of a shared part changed in the same way, the shared part itself changes, and stays shared. */
export function moveShared(merging: Merging): JsonObject {
  const uses = new Map<string, Json[]>();
  const note = (ours: Json | undefined, theirs: Json | undefined): void => {
    const ref = isObject(ours) ? ours.$ref : undefined;
    const facts = deref(merging.theirs, theirs);
    if (typeof ref !== 'string' || !facts) return;
    uses.set(ref, [...(uses.get(ref) ?? []), facts]);
  };
  for (const { path, method, operation } of operationsOf(merging.ours)) {
    const item = own(merging.theirs.paths, path);
    const twin = own(item, method);
    for (const [status, answer] of Object.entries(isObject(operation.responses) ? operation.responses : {}))
      note(answer, own(own(twin, 'responses'), status));
    const others = [...listOf(own(item, 'parameters')), ...listOf(own(twin, 'parameters'))].map(
      (entry) => [entry, deref(merging.theirs, entry)] as const,
    );
    for (const entry of listOf(operation.parameters)) {
      const mine = deref(merging.ours, entry);
      note(
        entry,
        others.find(
          ([, other]) =>
            other?.in === mine?.in && String(other?.name).toLowerCase() === String(mine?.name).toLowerCase(),
        )?.[0],
      );
    }
  }
  const components: JsonObject = { ...(isObject(merging.ours.components) ? merging.ours.components : {}) };
  for (const [ref, facts] of uses) {
    const [, room, name] = /^#\/components\/(parameters|responses)\/(.+)$/.exec(ref) ?? [];
    const [first] = facts;
    if (room === undefined || name === undefined || !isObject(first)) continue;
    const shared = own(components[room], name);
    if (!isObject(shared) || sameFacts(shared, first) || new Set(facts.map(canonical)).size > 1) continue;
    const changed: JsonObject = { ...(components[room] as JsonObject) };
    put(changed, name, mergeHolder(merging, shared, first, name, `shared ${name}`));
    components[room] = changed;
  }
  return { ...merging.ours, components };
}

const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
