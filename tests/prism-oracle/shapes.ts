// Requests of every shape that a contract distinguishes, each with its name: valid ones, and ones with a single fault.
import type { Contract, Operation } from '../operation-matrix/contract.ts';
import { type Args, argsFor, spoil } from '../operation-matrix/samples.ts';
import { queryOf } from '../operation-matrix/wire.ts';

export interface Shape {
  /** `minimal`, `without body.name`, … */
  readonly name: string;
  readonly args: Args;
  readonly authorized: boolean;
}

/** Headers that the contract declares as any text, and of which more is documented. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-API-Version': '2026-08-01',
  'X-SUB-PARTNER-ID': '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01',
};

export function shapesOf(contract: Contract, operation: Operation): Shape[] {
  const minimal = argsFor(contract, operation, 'minimal');
  const whole = argsFor(contract, operation, 'full');
  const special = Object.keys(HEADERS).filter((name) => whole.header && name in whole.header);
  const known = Object.fromEntries(special.map((name) => [name, HEADERS[name]]));
  const full = special.length > 0 ? { ...whole, header: { ...whole.header, ...known } } : whole;
  const spoiled = spoil(contract, operation, minimal);
  const shape = (name: string, args: Args, authorized = true): Shape => ({ name, args, authorized });
  return [
    shape('minimal', minimal),
    shape('full', full),
    ...(operation.body?.examples ?? []).map((body, index) => shape(`documented body ${index}`, { ...minimal, body })),
    ...special.map((name) =>
      shape(`with any text as ${name}`, { ...full, header: { ...full.header, [name]: 'text' } }),
    ),
    shape('without credentials', minimal, false),
    ...(spoiled ? [shape('with an invalid value', spoiled)] : []),
    ...without(minimal.query, 'query').map(([name, query]) => shape(name, { ...minimal, query })),
    ...(minimal.body === undefined ? [] : [shape('without body', { ...minimal, body: undefined })]),
    ...without(objectOf(minimal.body), 'body').map(([name, body]) => shape(name, { ...minimal, body })),
    ...mistyped(objectOf(minimal.body)).map(([name, body]) => shape(name, { ...minimal, body })),
    ...(objectOf(full.body)
      ? [shape('with an unknown field', { ...full, body: { ...objectOf(full.body), extra: 1 } })]
      : []),
    ...constrained(contract, operation, objectOf(full.body)).map(([name, body]) => shape(name, { ...full, body })),
    shape('with an unknown query parameter', { ...minimal, query: { ...minimal.query, extra: 'x' } }),
  ];
}

/** The request of a shape, to an address. */
export function requestOf(
  base: string,
  operation: Operation,
  { args }: Shape,
  headers: Record<string, string>,
): Request {
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(args.path?.[name])),
  );
  const query = queryOf(operation, args);
  const body = args.body === undefined ? undefined : JSON.stringify(args.body);
  const sent = Object.entries(args.header ?? {}).map(([name, value]) => [name, String(value)]);
  return new Request(`${base}${path}${query && `?${query}`}`, {
    method: operation.method,
    headers: {
      ...Object.fromEntries(sent),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(operation.parameters.some(({ name }) => name === 'IDEMPOTENCY-KEY') && {
        'idempotency-key': crypto.randomUUID(),
      }),
      ...headers,
    },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(10_000),
  });
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Without each of the fields. */
function without(fields: Fields | undefined, place: string): [string, Record<string, unknown>][] {
  return Object.keys(fields ?? {}).map((left) => [
    `without ${place}.${left}`,
    Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => name !== left)),
  ]);
}

/** With each of the fields of another type. */
function mistyped(fields: Fields | undefined): [string, Record<string, unknown>][] {
  return Object.entries(fields ?? {}).map(([name, value]) => [
    `with a mistyped body.${name}`,
    { ...fields, [name]: typeof value === 'object' ? 'wrong' : { wrong: true } },
  ]);
}

/** With text in each field that a pattern or a format constrains, which it refuses. */
function constrained(contract: Contract, { body }: Operation, full: Fields | undefined): [string, Fields][] {
  if (!body || !full) return [];
  return propertiesOf(contract, body.schema).flatMap(([field, given]): [string, Fields][] => {
    const { pattern, format } = contract.deref(given);
    const wrong = { ...full, [field]: '~ ~' };
    if (!(field in full)) return [];
    if (typeof pattern === 'string') return [[`with a body.${field} that its pattern refuses`, wrong]];
    return typeof format === 'string' ? [[`with a body.${field} that its format ${format} refuses`, wrong]] : [];
  });
}

/** Properties of a schema, and of the variant that samples are made of. */
function propertiesOf(contract: Contract, schema: unknown): [string, unknown][] {
  const {
    properties = {},
    allOf = [],
    oneOf,
    anyOf,
  } = contract.deref(schema) as {
    properties?: Fields;
    allOf?: unknown[];
    oneOf?: unknown[];
    anyOf?: unknown[];
  };
  const parts = [...allOf, ...(oneOf ?? anyOf ?? []).slice(0, 1)];
  return [...Object.entries(properties), ...parts.flatMap((part) => propertiesOf(contract, part))];
}
