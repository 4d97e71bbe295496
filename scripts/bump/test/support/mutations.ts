// Mutations of a whole contract: each changes one fact, and knows what has to be reported in which position. Who uses a place is
// worked out here by following every operation by itself, apart from the code under test.
import { entries, isObject, items, type Json, type JsonObject, put } from '../../../contract/json.ts';
import { contentOf, isExtension, type Kind as ObjectKind } from '../../../contract/openapi.ts';
import { operationsOf } from '../../../contract/operations.ts';
import { childrenOf, mapRefs, type Pointer, SCHEMAS, visit } from '../../../contract/walk.ts';
import type { Position } from '../../diff/change.ts';
import type { Kind } from '../../diff/kinds.ts';

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const pick = <T>(list: readonly T[], random: Random): T | undefined => list[Math.floor(random() * list.length)];

/** One of these kinds is expected, in a request and in a response; any kind where there is none. */
interface Expected {
  readonly request: readonly Kind[];
  readonly response: readonly Kind[];
}

interface Done {
  /** The part of the object that changed; empty for the whole. */
  readonly key: string;
  readonly expected: Expected;
  /** The object itself is to go. */
  readonly removed?: boolean;
}

interface Rule {
  readonly on: ObjectKind;
  /** Changes the object; undefined where it does not fit. */
  change(node: JsonObject, random: Random): Done | undefined;
}

const both = (...kinds: Kind[]): Expected => ({ request: kinds, response: kinds });
const each = (request: Kind, response: Kind): Expected => ({ request: [request], response: [response] });
const did = (key: string, expected: Expected): Done => ({ key, expected });

const isString = (node: JsonObject): boolean =>
  node.type === 'string' && node.enum === undefined && node.const === undefined;
/** Not joined with what another part says of the same field. */
const isWhole = (node: JsonObject): boolean => node.allOf === undefined && node.$ref === undefined;
const names = (node: JsonObject, key: string): string[] => entries(node[key]).map(([name]) => name);
const required = (node: JsonObject): Json[] => items(node.required);
const ADDED: Json = { type: 'string', format: 'x-mutation' };

/** Removes one name of a list, and the list with its last. */
function without(node: JsonObject, key: string, name: Json): void {
  node[key] = items(node[key]).filter((one) => one !== name);
}

/** Another value, or none, for one fact of whatever kind. */
const anyFact = (on: ObjectKind): Rule => ({
  on,
  change(node, random) {
    const facts = Object.keys(node).filter((key) => {
      const { text, kind } = contentOf(on, key);
      return !text && kind === undefined && !isExtension(key) && !Array.isArray(node[key]) && !isObject(node[key]);
    });
    const key = pick(facts, random);
    const value = key === undefined ? undefined : node[key];
    // What is absent by default says nothing where it is written out.
    if (key === undefined || key === '$ref' || key === 'explode' || value === false) return undefined;
    if (typeof value === 'string' && key !== 'type' && key !== 'in') node[key] = `${value}x`;
    else if (typeof value === 'number') node[key] = value + 1;
    else delete node[key];
    return did(key, both());
  },
});

export const RULES: Readonly<Record<string, Rule>> = {
  'change any fact of a schema': anyFact('schema'),
  'change any fact of a parameter': anyFact('parameter'),
  'change any fact of an operation': anyFact('operation'),
  'change any fact of a body': anyFact('requestBody'),
  'remove a field': {
    on: 'schema',
    change(node, random) {
      const name = pick(names(node, 'properties'), random);
      if (name === undefined || names(node, 'properties').length < 2) return undefined;
      delete (node.properties as JsonObject)[name];
      if (required(node).includes(name)) without(node, 'required', name);
      return did(`properties/${name}`, each('request-field-removed', 'response-field-removed'));
    },
  },
  'rename a field': {
    on: 'schema',
    change(node, random) {
      const name = pick(names(node, 'properties'), random);
      if (name === undefined || !isWhole(node)) return undefined;
      const [value, renamed] = [(node.properties as JsonObject)[name] as Json, `${name}_renamed`];
      delete (node.properties as JsonObject)[name];
      put(node.properties as JsonObject, renamed, value);
      if (required(node).includes(name)) node.required = required(node).map((one) => (one === name ? renamed : one));
      return did(`properties/${name}`, each('request-field-renamed', 'response-field-renamed'));
    },
  },
  'add an optional field': {
    on: 'schema',
    change(node) {
      if (!isObject(node.properties)) return undefined;
      put(node.properties, 'zz_mutated', ADDED);
      return did('properties/zz_mutated', each('request-field-added', 'response-field-added'));
    },
  },
  'add a required field': {
    on: 'schema',
    change(node) {
      if (!isObject(node.properties)) return undefined;
      put(node.properties, 'zz_demanded', ADDED);
      node.required = [...required(node), 'zz_demanded'];
      return did('properties/zz_demanded', each('required-request-field-added', 'response-field-added'));
    },
  },
  'require a field': {
    on: 'schema',
    change(node, random) {
      const name = pick(
        names(node, 'properties').filter((one) => !required(node).includes(one)),
        random,
      );
      if (name === undefined || !isWhole(node)) return undefined;
      node.required = [...required(node), name];
      return did(`properties/${name}`, each('request-field-now-required', 'response-field-now-required'));
    },
  },
  'no longer require a field': {
    on: 'schema',
    change(node, random) {
      const name = pick(
        required(node).filter((one) => names(node, 'properties').includes(String(one))),
        random,
      );
      if (name === undefined) return undefined;
      without(node, 'required', name);
      return did(`properties/${name}`, each('request-field-now-optional', 'response-field-now-optional'));
    },
  },
  'change a type': {
    on: 'schema',
    change(node) {
      if (!isString(node)) return undefined;
      for (const key of Object.keys(node)) delete node[key];
      node.type = 'boolean';
      return did('', each('request-type-changed', 'response-type-changed'));
    },
  },
  'allow null': {
    on: 'schema',
    change(node) {
      if (!isString(node)) return undefined;
      node.type = ['string', 'null'];
      return did('type', each('request-type-widened', 'response-type-widened'));
    },
  },
  'no longer allow null': {
    on: 'schema',
    change(node) {
      if (!Array.isArray(node.type) || !node.type.includes('null')) return undefined;
      without(node, 'type', 'null');
      return did('type', each('request-type-narrowed', 'response-type-narrowed'));
    },
  },
  'take a number as well': {
    on: 'schema',
    change(node) {
      if (!isString(node)) return undefined;
      const own = structuredClone(node);
      for (const key of Object.keys(node)) delete node[key];
      node.anyOf = [own, { type: 'integer' }];
      return did('', each('request-variant-added', 'response-variant-added'));
    },
  },
  'add a value': {
    on: 'schema',
    change(node) {
      if (!Array.isArray(node.enum)) return undefined;
      node.enum = [...node.enum, 'ZZ_MUTATED'];
      const kind = node['x-open-enum'] === true ? 'response-enum-value-added' : 'response-enum-widened';
      return did('enum', each('request-enum-widened', kind));
    },
  },
  'remove a value': {
    on: 'schema',
    change(node, random) {
      const values = items(node.enum);
      if (values.length < 2) return undefined;
      without(node, 'enum', pick(values, random) ?? null);
      return did('enum', each('request-enum-narrowed', 'response-enum-value-removed'));
    },
  },
  'shorten a text': {
    on: 'schema',
    change(node) {
      if (!isString(node)) return undefined;
      node.maxLength = typeof node.maxLength === 'number' ? node.maxLength - 1 : 7;
      return did('maxLength', each('request-limit-tightened', 'response-limit-changed'));
    },
  },
  'lengthen a text': {
    on: 'schema',
    change(node) {
      if (typeof node.maxLength !== 'number') return undefined;
      node.maxLength += 1;
      return did('maxLength', each('request-limit-loosened', 'response-limit-changed'));
    },
  },
  'remove a pattern': {
    on: 'schema',
    change(node) {
      if (node.pattern === undefined) return undefined;
      delete node.pattern;
      return did('pattern', each('request-pattern-removed', 'response-pattern-changed'));
    },
  },
  'change a pattern': {
    on: 'schema',
    change(node) {
      if (!isString(node)) return undefined;
      node.pattern = '^(zz|mutated)$';
      return did('pattern', each('request-pattern-changed', 'response-pattern-changed'));
    },
  },
  'remove a format': {
    on: 'schema',
    change(node) {
      if (node.format !== 'uuid' && node.format !== 'date-time') return undefined;
      delete node.format;
      return did('format', each('request-format-removed', 'response-format-changed'));
    },
  },
  'ask for a format': {
    on: 'schema',
    change(node) {
      if (!isString(node) || node.format !== undefined) return undefined;
      node.format = 'uuid';
      return did('format', each('request-format-changed', 'response-format-added'));
    },
  },
  'annotate with a format': {
    on: 'schema',
    change(node) {
      if (!isString(node) || node.format !== undefined) return undefined;
      node.format = 'decimal';
      return did('format', both('format-annotated'));
    },
  },
  'widen int32 to int64': {
    on: 'schema',
    change(node) {
      if (node.format !== 'int32') return undefined;
      node.format = 'int64';
      return did('format', each('request-format-widened', 'response-format-widened'));
    },
  },
  'change a default': {
    on: 'schema',
    change(node) {
      if (!isString(node) && node.default === undefined) return undefined;
      node.default = 'zz_mutated';
      return did('default', each('request-default-changed', 'default-changed'));
    },
  },
  'close an object': {
    on: 'schema',
    change(node) {
      if (!isObject(node.properties) || node.additionalProperties !== undefined) return undefined;
      node.additionalProperties = false;
      return did('additionalProperties', each('request-closed', 'response-openness-changed'));
    },
  },
  'deprecate a schema': {
    on: 'schema',
    change(node) {
      if (!isString(node) || node.deprecated === true) return undefined;
      node.deprecated = true;
      return did('deprecated', both('deprecation-changed'));
    },
  },
  'remove a variant': {
    on: 'schema',
    change(node, random) {
      const key = Array.isArray(node.oneOf) ? 'oneOf' : 'anyOf';
      const variants = items(node[key]).filter((one) => isObject(one) && one.type !== 'null');
      if (variants.length < 3) return undefined;
      without(node, key, pick(variants, random) ?? null);
      return did(key, each('request-variant-removed', 'response-variant-removed'));
    },
  },
  'add a variant': {
    on: 'schema',
    change(node) {
      const key = Array.isArray(node.oneOf) ? 'oneOf' : 'anyOf';
      if (items(node[key]).filter((one) => isObject(one) && one.type !== 'null').length < 2) return undefined;
      node[key] = [...items(node[key]), { type: 'object', properties: { zz_tag: { const: 'zz' } } }];
      return did(key, each('request-variant-added', 'response-variant-added'));
    },
  },
  'change the field of a discriminator': {
    on: 'discriminator',
    change(node) {
      node.propertyName = 'zz_mutated';
      return did('', both('discriminator-changed'));
    },
  },
  'add a discriminator value': {
    on: 'discriminator',
    change(node, random) {
      const target = pick(entries(node.mapping), random)?.[1];
      if (target === undefined) return undefined;
      put(node.mapping as JsonObject, 'zz_mutated', target);
      return did('mapping', each('request-discriminator-value-added', 'response-discriminator-value-added'));
    },
  },
  'remove a discriminator value': {
    on: 'discriminator',
    change(node, random) {
      const value = pick(entries(node.mapping), random)?.[0];
      if (value === undefined) return undefined;
      delete (node.mapping as JsonObject)[value];
      return did('mapping', each('request-discriminator-value-removed', 'response-discriminator-value-removed'));
    },
  },
  'point a discriminator value elsewhere': {
    on: 'discriminator',
    change(node, random) {
      const [value, target] = pick(entries(node.mapping), random) ?? [];
      const elsewhere = pick(
        entries(node.mapping)
          .map(([, ref]) => ref)
          .filter((ref) => ref !== target),
        random,
      );
      if (value === undefined || elsewhere === undefined) return undefined;
      put(node.mapping as JsonObject, value, elsewhere);
      return did('mapping', both('discriminator-changed'));
    },
  },
  'remove a mapping': {
    on: 'discriminator',
    change(node) {
      if (names(node, 'mapping').every((name) => String((node.mapping as JsonObject)[name]).endsWith(`/${name}`)))
        return undefined;
      delete node.mapping;
      return did('mapping', each('request-discriminator-value-removed', 'response-discriminator-value-removed'));
    },
  },
  'deprecate an operation': {
    on: 'operation',
    change(node) {
      if (node.deprecated === true) return undefined;
      node.deprecated = true;
      return did('deprecated', both('operation-deprecated'));
    },
  },
  'rename an operation': {
    on: 'operation',
    change(node) {
      node.operationId = `${String(node.operationId)}Mutated`;
      return did('operationId', both('call-renamed', 'hint-changed'));
    },
  },
  'ask for another credential': {
    on: 'operation',
    change(node) {
      node.security = [{ Mutated: [] }];
      return did('security', both('security-changed'));
    },
  },
  'remove a parameter': {
    on: 'operation',
    change(node, random) {
      const parameter = pick(
        items(node.parameters).filter((one) => isObject(one) && one.$ref === undefined),
        random,
      );
      if (parameter === undefined) return undefined;
      without(node, 'parameters', parameter);
      return did('parameters', both('parameter-removed'));
    },
  },
  'add an optional parameter': {
    on: 'operation',
    change(node) {
      node.parameters = [...items(node.parameters), { name: 'zz', in: 'query', schema: { type: 'string' } }];
      return did('parameters', both('parameter-added'));
    },
  },
  'add a required parameter': {
    on: 'operation',
    change(node) {
      node.parameters = [...items(node.parameters), { name: 'zz', in: 'query', required: true, schema: {} }];
      return did('parameters', both('required-parameter-added'));
    },
  },
  'require a parameter': {
    on: 'parameter',
    change(node) {
      if (node.required === true || node.name === undefined || node.in === 'header') return undefined;
      node.required = true;
      return did('required', both('parameter-now-required'));
    },
  },
  'serialise a list in another way': {
    on: 'parameter',
    change(node) {
      if (!isObject(node.schema) || node.schema.type !== 'array') return undefined;
      node.explode = node.explode === false;
      return did('explode', both('serialisation-changed'));
    },
  },
  'let a parameter be empty': {
    on: 'parameter',
    change(node) {
      if (node.name === undefined) return undefined;
      node.allowEmptyValue = true;
      return did('allowEmptyValue', both('contract-changed'));
    },
  },
  'no longer require a body': {
    on: 'requestBody',
    change(node) {
      if (node.required !== true) return undefined;
      node.required = false;
      return did('required', both('body-now-optional'));
    },
  },
  'remove an error status': {
    on: 'operation',
    change(node, random) {
      const status = pick(
        names(node, 'responses').filter((one) => !one.startsWith('2')),
        random,
      );
      if (status === undefined) return undefined;
      delete (node.responses as JsonObject)[status];
      return did(`responses/${status}`, both('error-status-removed'));
    },
  },
  'add a success status': {
    on: 'operation',
    change(node) {
      if (!isObject(node.responses)) return undefined;
      put(node.responses, '299', { description: '' });
      return did('responses/299', both('success-status-changed'));
    },
  },
  'add a response header': {
    on: 'response',
    change(node) {
      if (node.$ref !== undefined) return undefined;
      node.headers = { ...(isObject(node.headers) ? node.headers : {}), 'X-Mutated': { schema: { type: 'string' } } };
      return did('headers', both('response-header-added'));
    },
  },
  'change a media type': {
    on: 'response',
    change(node) {
      const media = names(node, 'content')[0];
      if (media === undefined) return undefined;
      node.content = { 'application/zz': (node.content as JsonObject)[media] as Json };
      return did('content', each('request-media-type-removed', 'response-media-type-removed'));
    },
  },
  'remove an operation': {
    on: 'operation',
    change: () => ({ key: '', expected: both('operation-removed', 'webhook-removed'), removed: true }),
  },
};

/** Rules after which an operation may no longer lead to a place that it led to. */
export const CUTTING: ReadonlySet<string> = new Set([
  'remove a field',
  'remove a variant',
  'remove a parameter',
  'remove an error status',
  'remove an operation',
  'remove a mapping',
  'remove a discriminator value',
  'point a discriminator value elsewhere',
]);

/** A place in a document, with the operations that lead to it in each position. */
export interface Site {
  readonly pointer: Pointer;
  readonly users: Record<Position, ReadonlySet<string>>;
}

const keyOf = (pointer: Pointer): string => pointer.join('\n');

/** Every object that an operation leads to, by kind. Each operation is followed by itself, through every reference. */
export function sitesOf(document: JsonObject): { byKind: Map<ObjectKind, Site[]>; byPointer: Map<string, Site> } {
  const users = new Map<string, Record<Position, Set<string>>>();
  const follow = (
    node: Json | undefined,
    kind: ObjectKind,
    pointer: Pointer,
    position: Position,
    operation: string,
  ): void => {
    if (!isObject(node)) return;
    const key = keyOf(pointer);
    const found = users.get(key) ?? { request: new Set<string>(), response: new Set<string>() };
    users.set(key, found);
    if (found[position].has(operation)) return;
    found[position].add(operation);
    const refs = kind === 'discriminator' ? entries(node.mapping).map(([, ref]) => ref) : [node.$ref];
    for (const ref of refs) {
      if (typeof ref !== 'string') continue;
      const target = ref.slice(2).split('/');
      follow(at(document, target), kind === 'discriminator' ? 'schema' : kind, target, position, operation);
    }
    for (const child of childrenOf(node, kind)) {
      const turned = child.kind === 'response' || child.kind === 'callback';
      const next = turned === (position === 'request') ? 'response' : 'request';
      follow(child.node, child.kind, [...pointer, ...child.pointer], next, operation);
    }
  };
  for (const section of ['paths', 'webhooks'] as const)
    for (const { path, method, operation } of operationsOf(document, section)) {
      const isHook = section === 'webhooks';
      const name = isHook ? `webhook ${path}` : `${method.toUpperCase()} ${path}`;
      const position = isHook ? 'response' : 'request';
      follow(operation, 'operation', [section, path, method], position, name);
    }
  const byKind = new Map<ObjectKind, Site[]>();
  const byPointer = new Map<string, Site>();
  visit(document, 'document', (_node, kind, pointer) => {
    const found = users.get(keyOf(pointer));
    if (!found) return;
    const site = { pointer, users: found };
    byKind.set(kind, [...(byKind.get(kind) ?? []), site]);
    byPointer.set(keyOf(pointer), site);
  });
  return { byKind, byPointer };
}

export const at = (root: Json, pointer: Pointer): Json | undefined =>
  pointer.reduce<Json | undefined>((node, key) => (node as JsonObject | undefined)?.[key], root);

export interface Mutation {
  readonly rule: string;
  readonly pointer: Pointer;
  /** The part that changed, from the root. */
  readonly touched: string;
  readonly expected: Expected;
  readonly removed: boolean;
}

/** Changes the document in one place by a rule; undefined where no place was found for it. */
export function mutate(
  document: JsonObject,
  sites: readonly Site[],
  rule: string,
  random: Random,
): Mutation | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const site = pick(sites, random);
    const node = site && at(document, site.pointer);
    if (!site || !isObject(node)) continue;
    const done = RULES[rule]?.change(node, random);
    if (!done) continue;
    const touched = keyOf([...site.pointer, ...done.key.split('/').filter(Boolean)]);
    const parent = at(document, site.pointer.slice(0, -1));
    if (done.removed && isObject(parent)) delete parent[site.pointer.at(-1) ?? ''];
    return { rule, pointer: site.pointer, touched, expected: done.expected, removed: done.removed ?? false };
  }
  return undefined;
}

/** A schema under another name, everywhere. */
export function renameSchema(document: JsonObject, from: string, to: string): JsonObject {
  const copy = mapRefs(document, 'document', (ref) => (ref === SCHEMAS + from ? SCHEMAS + to : ref)) as JsonObject;
  const components = copy.components as JsonObject;
  const schemas = entries(components.schemas).map(([name, schema]) => [name === from ? to : name, schema]);
  return { ...copy, components: { ...components, schemas: Object.fromEntries(schemas) } };
}
