// The overlay actions that fix the faults of a spec which have one answer, by one rule wherever they stand; the rest is for a person.

import { paths as findPaths } from 'jsonpath-rfc9535';
import { type Diagnostic, diagnosticText } from '../../contract/diagnostic.ts';
import { yamlText } from '../../contract/files.ts';
import { entries, isObject, items, type Json, type JsonObject } from '../../contract/json.ts';
import { operationsOf, parametersOf } from '../../contract/operations.ts';
import type { OverlayAction } from '../../contract/overlay.ts';
import { type Pointer, visit } from '../../contract/walk.ts';
import { BumpError } from '../fail.ts';
import type { Names } from '../names.ts';

type Action = Omit<OverlayAction, 'x-matches'>;

/** The actions that fix what one rule can fix, each with the number of places that it matches. */
export function fixesFor(facts: JsonObject, theirName: (ours: string) => string): OverlayAction[] {
  const actions = [...RULES, ...statusRules(facts), ...securityRules(facts), ...pathRules(facts)];
  return [...actions, ...discriminatorRules(facts, theirName)].flatMap((action) => {
    const matches = new Set(findPaths(facts, action.target)).size;
    return matches === 0 ? [] : [{ ...action, ...(matches > 1 && { 'x-matches': matches }) }];
  });
}

const RULES: readonly Action[] = [
  {
    target: `$..[?@.default == null && !(@.type[?@ == 'null'] || @.enum[?@ == null] || @.anyOf[?@.type == 'null'])].default`,
    description: '`default: null` on types that are never null. Generators then call the field required.',
    remove: true,
  },
  {
    target: "$.paths[*][*].responses['204','205'].content",
    description: 'A 204 or 205 has no body; HTTP forbids one.',
    remove: true,
  },
  ...[
    '$.paths[*][*].requestBody',
    '$.paths[*][*].responses[*]',
    '$.components.requestBodies[*]',
    '$.components.responses[*]',
  ].map((holder) => ({
    target: `${holder}.content[?!@.schema]`,
    description: 'A media type without a schema holds anything.',
    update: { schema: {} },
  })),
];

const ANY_BODY: JsonObject = { 'application/json': { schema: {} } };
const SUCCESS: JsonObject = { description: 'The request succeeded.', content: ANY_BODY };
const FAILURE: JsonObject = { description: 'The request failed.', content: ANY_BODY };

/**
 * JSONPath has no patterns for names, so the rules name the statuses that the spec has. In one selector: jsonpath-rfc9535 1.3.0
 * evaluates `a && !b && !c` as if it were `a`.
 */
function statusRules(facts: JsonObject): Action[] {
  const all = operationsOf(facts).flatMap(({ operation }) => entries(operation.responses).map(([status]) => status));
  const without = (pattern: RegExp): string => {
    const statuses = [...new Set(all.filter((status) => pattern.test(status)))].sort();
    return statuses.length > 0 ? ` && !@.responses[${statuses.map((status) => `'${status}'`).join(',')}]` : '';
  };
  const silent = operationsOf(facts).filter(({ operation }) => operation.responses === undefined);
  return [
    ...silent.map(({ path, method }) => ({
      target: jsonPath(facts, ['paths', path, method]),
      description: 'The operation declares no responses. Which bodies it has is not known.',
      update: { responses: { '200': SUCCESS, default: FAILURE } },
    })),
    {
      target: `$.paths[*][?@.responses${without(/^[23]/)}].responses`,
      description: 'The operations declare no success. Which body it has is not known.',
      update: { '200': SUCCESS },
    },
    {
      target: `$.paths[*][?@.responses${without(/^([45]|default)/)}].responses`,
      description: 'The operations declare no error. Which body it has is not known.',
      update: { default: FAILURE },
    },
  ];
}

function securityRules(facts: JsonObject): Action[] {
  const operations = operationsOf(facts).map(({ operation }) => operation);
  const open: Action = {
    target: '$',
    description: 'Operations that say nothing of security are public, which has to be said.',
    update: { security: [] },
  };
  const schemes = isObject(facts.components) ? entries(facts.components.securitySchemes) : [];
  const asked = [facts, ...operations].flatMap(({ security }) => items(security).flatMap((one) => entries(one)));
  const scopes = schemes.flatMap(([name, scheme]): Action[] => {
    const flows = isObject(scheme) ? entries(scheme.flows).map(([, flow]) => flow) : [];
    const known = flows.flatMap((flow) => (isObject(flow) ? entries(flow.scopes).map(([scope]) => scope) : []));
    const wanted = asked.filter(([one]) => one === name).flatMap(([, list]) => items(list).map(String));
    const missing = [...new Set(wanted)].filter((scope) => !known.includes(scope)).sort();
    if (flows.length === 0 || missing.length === 0) return [];
    const update = Object.fromEntries(missing.map((scope) => [scope, '']));
    const target = `${jsonPath(facts, ['components', 'securitySchemes', name])}.flows[*].scopes`;
    return [{ target, description: 'Scopes that operations ask for and the scheme does not declare.', update }];
  });
  const isSilent = facts.security === undefined && operations.some(({ security }) => security === undefined);
  return [...(isSilent ? [open] : []), ...scopes];
}

/** Parameters of a path that are not declared, and declared ones that the path does not have. */
function pathRules(facts: JsonObject): Action[] {
  return operationsOf(facts).flatMap((place): Action[] => {
    const { path, method } = place;
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => String(name));
    const declared = parametersOf(facts, place).flatMap((one) => (one.in === 'path' ? [String(one.name)] : []));
    const missing = inPath.filter((name) => !declared.includes(name));
    const parameters = missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    const add: Action = {
      target: jsonPath(facts, ['paths', path, method]),
      description: `Parameters that stand in the path and are not declared: ${missing.join(', ')}.`,
      update: { parameters },
    };
    const extra = declared.filter((name) => !inPath.includes(name));
    const removed = extra.map((name): Action => {
      const item = jsonPath(facts, ['paths', path]);
      const filter = `[?@.in == 'path' && @.name == ${JSON.stringify(name)}]`;
      const description = `The path has no parameter ${name}.`;
      return { target: `${item}['${method}', 'parameters']..${filter}`, description, remove: true };
    });
    return [...(missing.length > 0 ? [add] : []), ...removed];
  });
}

/** Without a mapping, the names of the schemas are the values: those that the provider gave them. */
function discriminatorRules(facts: JsonObject, theirName: (ours: string) => string): Action[] {
  const actions: Action[] = [];
  visit(facts, 'document', (node, kind, pointer) => {
    const variants = [node.anyOf, node.oneOf].find(Array.isArray);
    if (kind !== 'schema' || !isObject(node.discriminator) || variants === undefined) return;
    const target = `${jsonPath(facts, pointer)}.discriminator`;
    const refs = variants.map(refOf);
    const mapping = isObject(node.discriminator.mapping) ? node.discriminator.mapping : {};
    const left = refs.filter((ref) => ref !== undefined && !Object.values(mapping).includes(ref)).map(String);
    const strangers = entries(mapping).filter(([, ref]) => !refs.includes(String(ref)));
    const named = left.map((ref) => [theirName(ref.split('/').at(-1) ?? ''), ref]);
    if (refs.includes(undefined))
      actions.push({
        target,
        description: 'A variant without a name cannot be told by a discriminator.',
        remove: true,
      });
    else if (named.length > 0)
      actions.push({
        target,
        description: 'Variants that the mapping leaves out: their names are their values.',
        update: { mapping: Object.fromEntries(named) },
      });
    if (!refs.includes(undefined))
      for (const [value] of strangers)
        actions.push({
          target: `${target}.mapping[${JSON.stringify(value)}]`,
          description: 'Maps to what is no variant.',
          remove: true,
        });
  });
  return actions;
}

function refOf(variant: Json): string | undefined {
  const [only, ...others] = isObject(variant) ? items(variant.allOf) : [];
  const node = isObject(only) && others.length === 0 ? only : variant;
  return isObject(node) && typeof node.$ref === 'string' ? node.$ref : undefined;
}

export function jsonPath(document: JsonObject, pointer: Pointer): string {
  let node: Json | undefined = document;
  let path = '$';
  for (const key of pointer) {
    path += Array.isArray(node) ? `[${key}]` : `[${JSON.stringify(key)}]`;
    node = typeof node === 'object' && node !== null ? (node as JsonObject)[key] : undefined;
  }
  return path;
}

/**
 * Why a bump stops, with the actions that would help.
 *
 * @param document as overlays meet it
 */
export function refusalOfFaults(
  faults: readonly Diagnostic[],
  document: JsonObject,
  names: Names,
  provider: string,
): BumpError {
  const theirs = new Map(Object.entries(names).map(([their, our]) => [our, their]));
  const actions = fixesFor(document, (ours) => theirs.get(ours) ?? ours);
  const text = yamlText(actions as unknown as Json)
    .trimEnd()
    .replace(/^/gm, '      ');
  return new BumpError(
    'contract',
    [
      `the new contract has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}. Nothing was written.`,
      ...faults.slice(0, 20).map((fault) => `  ${diagnosticText(fault)}`),
      ...(actions.length > 0
        ? [`    fix what has one answer in specs/${provider}/overlays/20-fixes.yaml:\n${text}`]
        : []),
    ].join('\n'),
  );
}
