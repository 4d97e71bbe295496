// Requests made from the contract: the least that it takes, and everything that it takes. Each is checked with ajv before
// it is sent, so that a gap in this generator cannot pass for a gap in the contract.
import type { Contract, Node, Operation, Parameter } from './contract.ts';

export interface Args {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  body?: unknown;
}

export type Fill = 'minimal' | 'full';

/** Headers that the client sets itself; what a caller may leave out is left out. */
const FILLED = new Set(['IDEMPOTENCY-KEY']);

/** What Paxos's documentation makes mandatory beyond its schema; the SDK refuses to leave it out. */
const MANDATORY: Readonly<Record<string, object>> = {
  CreateOrder: { base_amount: '1', price: '1' },
  CreateIdentity: { person_details: {}, tax_details: [{ tax_payer_id: 'QQ123456C', tax_payer_country: 'GBR' }] },
};

export function argsFor(contract: Contract, operation: Operation, fill: Fill): Args {
  const args: Args = {};
  for (const parameter of operation.parameters) {
    const wanted = parameter.required ? !FILLED.has(parameter.name) : fill === 'full' && !FILLED.has(parameter.name);
    if (wanted) put(args, parameter, parameterValue(contract, parameter));
  }
  const { body } = operation;
  if (body && (body.required || fill === 'full')) args.body = sample(contract, body.schema, fill);
  const mandatory = MANDATORY[operation.id];
  if (mandatory) args.body = { ...mandatory, ...(args.body as object) };
  // A person or an institution, not both.
  if (operation.id === 'CreateIdentity') delete (args.body as Record<string, unknown>).institution_details;
  return args;
}

function put(args: Args, { in: place, name }: Parameter, value: unknown): void {
  args[place] = { ...args[place], [name]: value };
}

function parameterValue(contract: Contract, parameter: Parameter): unknown {
  if (parameter.example !== undefined) return parameter.example;
  const schema = contract.deref(parameter.schema);
  // Two values, so that the wire shows how an array is serialised.
  if (schema.type === 'array') {
    const items = contract.deref(schema.items);
    const first = sample(contract, items, 'minimal');
    const second = Array.isArray(items.enum) && items.enum.length > 1 ? items.enum[1] : first;
    return schema.maxItems === 1 ? [first] : [first, second];
  }
  return sample(contract, schema, 'minimal');
}

/** A valid value of a schema that is sent. `trail` ends recursion: an optional field is not entered twice. */
export function sample(contract: Contract, given: unknown, fill: Fill, trail: readonly Node[] = []): unknown {
  const schema = contract.deref(given);
  const next = [...trail, schema];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const member = ((schema.oneOf ?? schema.anyOf) as unknown[] | undefined)?.[0];
  if (member !== undefined) return sample(contract, member, fill, next);
  if (Array.isArray(schema.allOf)) {
    const parts = [...schema.allOf, schema.properties ? { ...schema, allOf: undefined } : {}];
    return Object.assign({}, ...parts.map((part) => sample(contract, part, fill, trail)));
  }
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  switch ([schema.type].flat()[0]) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: Math.max(Number(schema.minItems ?? 0), fill === 'full' ? 1 : 0) }, () =>
        sample(contract, schema.items, fill, next),
      );
    default:
      return object(contract, schema, fill, trail, next);
  }
}

function object(contract: Contract, schema: Node, fill: Fill, trail: readonly Node[], next: readonly Node[]): object {
  const required = new Set((schema.required ?? []) as string[]);
  const fields = Object.entries((schema.properties ?? {}) as Node).filter(
    ([name]) => required.has(name) || (fill === 'full' && !trail.includes(schema) && next.length < 8),
  );
  const value = Object.fromEntries(fields.map(([name, field]) => [name, sample(contract, field, fill, next)]));
  const others = schema.additionalProperties;
  if (fill === 'full' && typeof others === 'object' && others !== null)
    value['key-1'] = sample(contract, others, fill, next);
  return value;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01',
  date: '2026-03-02',
  'date-time': '2026-03-02T09:15:00Z',
  email: 'ada@example.com',
  uri: 'https://example.com',
  decimal: '1.00',
};

function text(schema: Node): string {
  const known = FORMATS[String(schema.format)];
  if (known !== undefined) return known;
  const least = Number(schema.minLength ?? 0);
  const plain = 'text'.padEnd(least, 'x');
  return schema.maxLength === undefined ? plain : plain.slice(0, Math.max(least, Number(schema.maxLength)));
}

/** An invalid value somewhere the contract constrains something, or undefined where it constrains nothing. */
export function spoil(contract: Contract, operation: Operation, valid: Args): Args | undefined {
  const args = structuredClone(valid);
  for (const parameter of operation.parameters) {
    const wrong = wrongText(contract.deref(parameter.schema));
    if (wrong === undefined || parameter.in === 'header') continue;
    put(args, parameter, wrong);
    return args;
  }
  if (!operation.body) return undefined;
  const schema = contract.deref(operation.body.schema);
  // A body of another type than the contract's: valid JSON, so that Prism answers (it hangs on what is none).
  args.body = [schema.type].flat()[0] === 'string' || Array.isArray(schema.enum) ? { wrong: true } : 'wrong';
  return args;
}

/** A text that the schema of a parameter refuses. */
function wrongText(schema: Node): string | undefined {
  if (schema.type === 'integer' || schema.type === 'number') return 'abc';
  if (schema.type === 'boolean') return 'maybe';
  if (Array.isArray(schema.enum)) return 'NOT_IN_THE_LIST';
  if (schema.format === 'uuid' || schema.format === 'date-time') return 'not-of-this-format';
  return undefined;
}
