// Optic's verdict on a change: the messages of its breaking-change rules. It follows no references, so they are followed first.
import { compareSpecs } from '@useoptic/openapi-utilities';
import { RuleRunner } from '@useoptic/rulesets-base';
import { BreakingChangesRuleset } from '@useoptic/standard-rulesets';
import { isObject, type Json, type JsonObject } from '../../scripts/contract/json.ts';
import { deref } from '../../scripts/contract/walk.ts';

type Input = Parameters<typeof compareSpecs>[0];

export async function opticBreaks(before: JsonObject, after: JsonObject): Promise<string[]> {
  const runner = new RuleRunner([new BreakingChangesRuleset()]);
  const { results } = await compareSpecs(input(before), input(after), runner, {});
  return results.filter(({ passed }) => !passed).map(({ where, error }) => `${where}: ${error ?? ''}`);
}

const input = (document: JsonObject): Input =>
  ({ jsonLike: resolved(document, document, []), sourcemap: undefined, isEmptySpec: false }) as unknown as Input;

/** A schema within itself ends at its second turn. */
function resolved(document: JsonObject, node: Json, trail: readonly string[]): Json {
  if (Array.isArray(node)) return node.map((item) => resolved(document, item, trail));
  if (!isObject(node)) return node;
  if (typeof node.$ref === 'string')
    return trail.includes(node.$ref) ? {} : resolved(document, deref(document, node) ?? {}, [...trail, node.$ref]);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'components' || node !== document)
      .map(([key, value]) => [key, resolved(document, value, trail)]),
  );
}
