import {
  createFinalURL,
  createQuerySerializer,
  type QuerySerializer,
  type QuerySerializerOptions,
} from 'openapi-fetch';
import { InvalidRequestError } from './errors.ts';
import type { Operation } from './operation.ts';
import { got } from './printable.ts';

/** Header names and values; `null` takes a header away that the client would send. */
export type HeaderValues = Headers | Record<string, string | number | boolean | null | undefined>;

export interface UrlParts {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
}

/** Serialisers of openapi-fetch, which a call through a path method may bring. */
export interface Serializers {
  readonly querySerializer?: QuerySerializer<unknown> | QuerySerializerOptions | undefined;
  readonly pathSerializer?: ((path: string, values: Record<string, unknown>) => string) | undefined;
}

/** Writes the address of a call, by openapi-fetch's own functions. */
export function urlOf(baseUrl: string, operation: Operation, parts: UrlParts, serializers: Serializers = {}): string {
  const { querySerializer, pathSerializer = fillPath } = serializers;
  const { path } = operation;
  // The URL parser drops tabs and line breaks, and reads `%2e` as a dot.
  if (!/^\/[^\\\s\p{Cc}]*$/u.test(path) || /\/(\.|%2e){1,2}([/?#]|$)/i.test(path)) {
    throw new InvalidRequestError(
      `the path must begin with '/', and must not contain '.' or '..' as a segment, '\\' or white space.`,
    );
  }
  // A serialiser of the caller's may know what to do with anything.
  const query = parts.query && (querySerializer ? parts.query : checkedQuery(parts.query));
  return createFinalURL(path, {
    baseUrl,
    // It looks at the path only when there are parameters.
    params: { path: { ...parts.path }, ...(query && { query: { ...query } }) },
    querySerializer: typeof querySerializer === 'function' ? querySerializer : serializerOf(operation, querySerializer),
    pathSerializer,
  } as Parameters<typeof createFinalURL>[1]);
}

function serializerOf(
  { commaSeparated }: Operation,
  options: QuerySerializerOptions | undefined,
): (query: Record<string, unknown>) => string {
  if (!commaSeparated || options) return createQuerySerializer(options);
  const repeated = createQuerySerializer();
  const joined = createQuerySerializer({ array: { style: 'form', explode: false } });
  return (query) =>
    Object.entries(query)
      .map(([name, value]) => (commaSeparated.includes(name) ? joined : repeated)({ [name]: value }))
      .filter(Boolean)
      .join('&');
}

/** Filters by id: without a single id they would ask for everything. */
const ID_FILTER = /(^|[_.])ids?$/;

/** The query with dates as ISO 8601; what has no meaning in a query is refused, as openapi-fetch would drop it silently. */
function checkedQuery(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (!Array.isArray(value)) return [name, scalar(name, value)];
      if (value.length > 0 || !ID_FILTER.test(name)) return [name, value.map((item) => scalar(name, item))];
      throw new InvalidRequestError(
        `query.${name} is an empty list, which would ask for everything. Skip the call instead.`,
      );
    }),
  );
}

function scalar(name: string, value: unknown): unknown {
  if (['string', 'boolean', 'bigint'].includes(typeof value) || Number.isFinite(value)) return value;
  // By its methods: a Date of another realm is one too.
  if (Object.prototype.toString.call(value) === '[object Date]' && !Number.isNaN(Number(value))) {
    return (value as Date).toISOString();
  }
  throw new InvalidRequestError(
    `query.${name} must be a string, a number, a boolean, a valid Date or a list of these (${got(value)}).`,
  );
}

/**
 * Puts the parameters into a path. A value is refused that is missing or empty, could lead to another path (`.`, `..`,
 * `/`, `\`, also percent-encoded once or more often), or holds half of a surrogate pair.
 */
export function fillPath(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/{([^{}]+)}/g, (_all, name: string) => {
    const value = values[name];
    const usable = typeof value === 'string' || typeof value === 'bigint' || Number.isFinite(value);
    const text = usable ? `${value}` : '';
    if (!text) throw new InvalidRequestError(`path.${name} is missing or empty.`);
    if (/^(\.|%(25)*2e){1,2}$|[/\\]|%(25)*(2f|5c)/i.test(text)) {
      throw new InvalidRequestError(`path.${name} is not an id: it is '.', '..', or contains '/' or '\\'.`);
    }
    try {
      return encodeURIComponent(text);
    } catch {
      throw new InvalidRequestError(`path.${name} contains half of a surrogate pair.`);
    }
  });
}

/**
 * Headers as an object of names and values. Throws if they are of another kind, or a value could end the header. No value
 * is shown: it may be a secret.
 */
export function checkHeaders(
  headers: unknown,
  Refused: new (message: string) => Error,
  what: string = '',
): Record<string, string> {
  if (headers === undefined || headers === null) return {};
  if (typeof headers !== 'object' || Array.isArray(headers) || headers instanceof Map) {
    throw new Refused(`${what}headers must be an object of names and values, or a Headers.`);
  }
  const plain: Record<string, string> = headers instanceof Headers ? Object.fromEntries(headers) : { ...headers };
  for (const [name, value] of Object.entries(plain)) {
    if (!/^[\t -~\x80-\xff]*$/.test(`${value}`)) {
      throw new Refused(`${what}header '${name}' contains a line break or another forbidden character.`);
    }
  }
  return plain;
}
