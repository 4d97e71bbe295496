// The names of a contract become names in TypeScript. One that cannot, or that two things would share, is refused here,
// before anything is emitted from it.
import { isObject, type JsonObject, operationsOf } from './json.ts';
import { groupName, methodName } from './names.ts';
import type { Breach } from './rules.ts';

export function nameBreaches(document: JsonObject): Breach[] {
  const operations = operationsOf(document).map(({ path, method, operation }) => ({
    place: `${method.toUpperCase()} ${path}`,
    path,
    id: operation.operationId,
    tag: Array.isArray(operation.tags) ? String(operation.tags[0]) : '',
  }));
  const breaches: Breach[] = [];
  const say = (place: string, message: string): void => void breaches.push({ place, message });

  const schemas = (document.components as JsonObject | undefined)?.schemas;
  for (const name of Object.keys(isObject(schemas) ? schemas : {})) {
    // A capital first keeps clear of every keyword and of the names in index.d.ts.
    if (/^[A-Z][A-Za-z0-9_]*$/.test(name)) continue;
    say(
      `#/components/schemas/${name}`,
      'cannot name a type: a capital letter, then letters, digits and _. ' +
        'Rename it in spec.yaml and write both names into names.yaml.',
    );
  }
  const methods = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const { place, path, id, tag } of operations) {
    if (/\s/.test(path)) say(place, 'has white space in its path: write it percent-encoded.');
    if (typeof id !== 'string') {
      say(place, 'has no operationId: add one by overlay.');
    } else if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(id) || methodName(id) === 'then') {
      say(place, `has the operationId ${id}, which cannot name a method: rename it by overlay.`);
    } else {
      const other = methods.get(methodName(id));
      if (other) say(place, `becomes the method ${methodName(id)}, as ${other} does: rename one by overlay.`);
      methods.set(methodName(id), place);
    }
    if (!tag) continue;
    const group = groupName(tag);
    const other = tags.get(group) ?? tag;
    tags.set(group, other);
    if (!/^[a-z]/.test(group) || group === 'then') {
      say(place, `has the tag ${tag}, which cannot name a group: rename it by overlay.`);
    } else if (other !== tag) {
      say(place, `has the tag ${tag}, which becomes the group ${group}, as ${other} does: rename one by overlay.`);
    }
  }
  return breaches;
}
