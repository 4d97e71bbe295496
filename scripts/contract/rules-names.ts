// The names of a contract become names in TypeScript. One that cannot, or that two things would share, is refused here,
// before anything is emitted from it.
import { type Diagnostic, problem } from './diagnostic.ts';
import type { JsonObject } from './json.ts';
import { groupName, isOperationName, methodName } from './names.ts';
import { operationsOf } from './operations.ts';
import { SCHEMAS, schemasOf } from './refs.ts';

export function nameProblems(document: JsonObject): Diagnostic[] {
  const operations = operationsOf(document).map(({ path, method, operation }) => ({
    place: `${method.toUpperCase()} ${path}`,
    path,
    id: operation.operationId,
    tag: Array.isArray(operation.tags) ? String(operation.tags[0]) : '',
  }));
  const problems: Diagnostic[] = [];
  const report = (where: string, message: string): void => void problems.push(problem('name', where, message));

  for (const name of Object.keys(schemasOf(document))) {
    // A capital first keeps clear of every keyword and built-in type and of the names in index.d.ts.
    if (/^[A-Z][A-Za-z0-9_]*$/.test(name)) continue;
    report(
      SCHEMAS + name,
      'cannot name a type: a capital letter, then letters, digits and _. Give it another name in names.yaml.',
    );
  }
  const methods = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const { place, path, id, tag } of operations) {
    if (/\s/.test(path)) report(place, 'has white space in its path: write it percent-encoded.');
    if (typeof id !== 'string') {
      report(place, 'has no operationId: add one by overlay.');
    } else if (!isOperationName(id)) {
      report(
        place,
        `has the operationId ${id}, which cannot name a method: give it another name under \`operations\` in names.yaml.`,
      );
    } else {
      const other = methods.get(methodName(id));
      if (other)
        report(
          place,
          `becomes the method ${methodName(id)}, as ${other} does: give one of them another name under \`operations\` in names.yaml.`,
        );
      methods.set(methodName(id), place);
    }
    if (!tag) continue;
    const group = groupName(tag);
    const other = tags.get(group) ?? tag;
    tags.set(group, other);
    if (!/^[a-z_]/.test(group) || group === 'then') {
      report(place, `has the tag ${tag}, which cannot name a group: rename it by overlay.`);
    } else if (other !== tag) {
      report(place, `has the tag ${tag}, which becomes the group ${group}, as ${other} does: rename one by overlay.`);
    }
  }
  return problems;
}
