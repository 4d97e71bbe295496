// Path, query and header parameters: text on the wire, values of the contract's types for the handler.
import type { Contract, Node, Operation, Parameter } from './contract.ts';
import type { Problem, Validator } from './validator.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface Parameters {
  readonly path: Values;
  readonly query: Values;
  readonly header: Values;
  readonly problems: readonly Problem[];
  /** Names of query parameters that the operation does not have. */
  readonly unknown: readonly string[];
}

export function readParameters(
  contract: Contract,
  validator: Validator,
  operation: Operation,
  sent: { path: Readonly<Record<string, string>>; query: URLSearchParams; headers: Headers },
): Parameters {
  const values = { path: {}, query: {}, header: {} } as Record<Parameter['in'], Record<string, unknown>>;
  const problems: Problem[] = [];
  const declared = new Set<string>();
  for (const parameter of operation.parameters) {
    if (parameter.in === 'query') declared.add(parameter.name);
    const field = `${parameter.in}.${parameter.name}`;
    const text = textOf(parameter, sent);
    if (text === undefined) {
      if (parameter.required) problems.push({ field, message: 'is required' });
      continue;
    }
    const value = readValue(contract, parameter, text);
    problems.push(...validator.problems(parameter.schema, value, field));
    values[parameter.in][parameter.name] = value;
  }
  const unknown = [...new Set(sent.query.keys())].filter((name) => !declared.has(name));
  return { ...values, problems, unknown };
}

function textOf(
  { in: place, name }: Parameter,
  sent: { path: Readonly<Record<string, string>>; query: URLSearchParams; headers: Headers },
): readonly string[] | undefined {
  if (place === 'query') return sent.query.has(name) ? sent.query.getAll(name) : undefined;
  const text = place === 'path' ? sent.path[name] : (sent.headers.get(name) ?? undefined);
  return text === undefined ? undefined : [text];
}

function readValue(contract: Contract, { schema, explode }: Parameter, texts: readonly string[]): unknown {
  const resolved = contract.resolve(schema);
  if (typesOf(contract, resolved).has('array')) {
    const items = contract.resolve(resolved.items);
    const parts = explode ? texts : texts.flatMap((text) => text.split(','));
    return parts.map((part) => scalar(contract, items, part));
  }
  return scalar(contract, resolved, texts[0] ?? '');
}

function scalar(contract: Contract, schema: Node, text: string): unknown {
  const types = typesOf(contract, schema);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((types.has('integer') || types.has('number')) && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text);
  }
  return text;
}

const types = new WeakMap<Node, ReadonlySet<string>>();

/** Types that a schema allows, by all that it combines. */
function typesOf(contract: Contract, schema: Node): ReadonlySet<string> {
  const known = types.get(schema);
  if (known) return known;
  const variants = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (list as Node[] | undefined) ?? []);
  const found = new Set([
    ...[schema.type ?? []].flat().map(String),
    ...variants.flatMap((variant) => [...typesOf(contract, contract.resolve(variant))]),
  ]);
  types.set(schema, found);
  return found;
}
