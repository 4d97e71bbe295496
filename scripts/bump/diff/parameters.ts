// Compares the parameters of an operation: which there are, who must give them, how they are written on the wire.
import { isObject, type Json, type JsonObject, own } from '../../contract/json.ts';
import { type OperationPlace, parametersOf } from '../../contract/operations.ts';
import { compareContents, positionOfBody } from './contents.ts';
import { brief, compareSchemas } from './schema.ts';
import type { Node, Walk } from './walk.ts';

const keyOf = (parameter: JsonObject): string =>
  `${String(parameter.in)} ${parameter.in === 'header' ? String(parameter.name).toLowerCase() : String(parameter.name)}`;

/** The operation's own parameters come after its path's and replace those of the same name. */
const byKey = (document: JsonObject, place: OperationPlace): Map<string, JsonObject> =>
  new Map(parametersOf(document, place).map((parameter) => [keyOf(parameter), parameter]));

export function compareParameters(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [byKey(walk.before, old), byKey(walk.after, now)];
  const isAsked = (parameter: JsonObject): boolean =>
    parameter.required === true && parameter.name !== filledBy(now.operation);
  for (const [key, parameter] of left) {
    const twin = right.get(key);
    const where = `${String(parameter.in)} ${String(parameter.name)}`;
    if (!twin) walk.say(node, { kind: 'parameter-removed', where, before: brief(parameter.schema) });
    else compareParameter(walk, parameter, twin, where, node, isAsked);
  }
  for (const [key, parameter] of right) {
    if (left.has(key)) continue;
    const where = `${String(parameter.in)} ${String(parameter.name)}`;
    walk.say(node, {
      kind: isAsked(parameter) ? 'required-parameter-added' : 'parameter-added',
      where,
      after: brief(parameter.schema),
    });
  }
}

/** The header that the SDK fills, so that nobody else has to. */
const filledBy = (operation: JsonObject): Json | undefined => own(operation['x-idempotency'], 'header');

function compareParameter(
  walk: Walk,
  old: JsonObject,
  now: JsonObject,
  where: string,
  node: Node,
  isAsked: (parameter: JsonObject) => boolean,
): void {
  if (old.name !== now.name)
    walk.say(node, { kind: 'parameter-renamed', where, before: old.name ?? null, after: now.name ?? null });
  if (isAsked(old) !== isAsked(now))
    walk.say(node, {
      kind: isAsked(now) ? 'parameter-now-required' : 'parameter-now-optional',
      where,
      before: wordOf(old),
      after: wordOf(now),
    });
  const [before, after] = [serialisation(old), serialisation(now)];
  if (before !== after) walk.say(node, { kind: 'serialisation-changed', where, before, after });
  if (Boolean(old.deprecated) !== Boolean(now.deprecated))
    walk.say(node, {
      kind: 'deprecation-changed',
      where: `${where} deprecated`,
      before: Boolean(old.deprecated),
      after: Boolean(now.deprecated),
    });
  const at = { node, where, position: positionOfBody(node) };
  if (old.schema !== undefined || now.schema !== undefined) compareSchemas(walk, old.schema, now.schema, at);
  if (isObject(old.content) && isObject(now.content)) compareContents(walk, old.content, now.content, at);
}

const wordOf = (parameter: JsonObject): string => (parameter.required === true ? 'required' : 'optional');

/** With the defaults of the specification written out. */
function serialisation(parameter: JsonObject): string {
  const style = parameter.style ?? (parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple');
  const explode = parameter.explode ?? style === 'form';
  const types = isObject(parameter.schema) ? [parameter.schema.type].flat() : [];
  // Only lists and objects can be taken apart, so elsewhere the flag says nothing.
  const plain =
    types.length > 0 &&
    types.every((type) => type !== 'array' && type !== 'object') &&
    isObject(parameter.schema) &&
    parameter.schema.type !== undefined;
  const media = isObject(parameter.content) ? ` ${Object.keys(parameter.content).join()}` : '';
  return `${String(style)}${plain ? '' : explode ? ', repeated' : ', comma separated'}${parameter.allowReserved === true ? ', reserved characters kept' : ''}${media}`;
}
