// The one model of OpenAPI 3.0 and 3.1: which object is under which key, which keys hold facts and which hold texts.
// Every walk over a contract goes through this table, so that a schema called `default`, a discriminator value called
// `title` or an extension of any content is never taken for a keyword.
export type Kind =
  | 'document'
  | 'info'
  | 'server'
  | 'serverVariable'
  | 'tag'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'response'
  | 'header'
  | 'link'
  | 'callback'
  | 'example'
  | 'components'
  | 'securityScheme'
  | 'flows'
  | 'flow'
  | 'schema'
  | 'discriminator';

/** What is under one key. */
export interface Content {
  /** `one` object, a `list` or a `map` by name of objects of `kind`; `value` is data that holds no keywords. */
  readonly shape: 'one' | 'list' | 'map' | 'value';
  readonly kind?: Kind;
  /** True for summaries, descriptions, examples and links: they change nothing on the wire and nothing in a type. */
  readonly text: boolean;
  /** Keys of the map that begin with `x-` are extensions, not names. */
  readonly extensible?: boolean;
  /** The value may be of any form: nothing in it is a keyword, and a `$ref` in it is a key like every other. */
  readonly data?: boolean;
}

const fact: Content = { shape: 'value', text: false };
const text: Content = { shape: 'value', text: true };
const data: Content = { ...fact, data: true };
const example: Content = { ...text, data: true };
const one = (kind: Kind): Content => ({ shape: 'one', kind, text: false });
const list = (kind: Kind): Content => ({ shape: 'list', kind, text: false });
const map = (kind: Kind): Content => ({ shape: 'map', kind, text: false });
const extensibleMap = (kind: Kind): Content => ({ ...map(kind), extensible: true });
const examples: Content = { ...map('example'), text: true, data: true };

type Row = Readonly<Record<string, Content>>;
/** Several keys with the same under them. */
const all = (content: Content, keys: string): Row => Object.fromEntries(keys.split(' ').map((key) => [key, content]));

const described = all(text, 'summary description');
const serialised = all(fact, 'style explode allowReserved');
const exemplified = { example, examples };
const holder = { ...serialised, schema: one('schema'), content: map('mediaType'), ...exemplified };

/** Keys in the order in which `spec.yaml` has them. A key that is not here is a fact and comes last. */
const OBJECTS: Readonly<Record<Kind, Row>> = {
  document: {
    openapi: fact,
    info: one('info'),
    jsonSchemaDialect: fact,
    servers: list('server'),
    tags: list('tag'),
    externalDocs: text,
    security: data,
    paths: extensibleMap('pathItem'),
    webhooks: map('pathItem'),
    components: one('components'),
  },
  info: { title: fact, ...described, version: fact, ...all(text, 'termsOfService contact license') },
  server: { url: fact, description: text, variables: map('serverVariable') },
  serverVariable: { ...all(data, 'enum default'), description: text },
  tag: { name: fact, ...all(text, 'description externalDocs') },
  pathItem: {
    $ref: fact,
    ...described,
    servers: list('server'),
    parameters: list('parameter'),
    ...all(one('operation'), 'get put post delete options head patch trace'),
  },
  operation: {
    tags: fact,
    ...described,
    externalDocs: text,
    ...all(fact, 'operationId deprecated'),
    security: data,
    servers: list('server'),
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: extensibleMap('response'),
    callbacks: map('callback'),
  },
  parameter: {
    ...all(fact, '$ref name in'),
    description: text,
    ...all(fact, 'required deprecated allowEmptyValue'),
    ...holder,
  },
  requestBody: { $ref: fact, description: text, required: fact, content: map('mediaType') },
  mediaType: { schema: one('schema'), encoding: map('encoding'), ...exemplified },
  encoding: { contentType: fact, ...serialised, headers: map('header') },
  response: { $ref: fact, description: text, headers: map('header'), content: map('mediaType'), links: map('link') },
  header: { $ref: fact, description: text, ...all(fact, 'required deprecated'), ...holder },
  link: {
    $ref: fact,
    description: text,
    ...all(fact, 'operationRef operationId'),
    ...all(data, 'parameters requestBody'),
    server: one('server'),
  },
  // Any key is the expression of an address.
  callback: {},
  example: { $ref: text, ...described, value: example, externalValue: text },
  components: {
    parameters: map('parameter'),
    requestBodies: map('requestBody'),
    responses: map('response'),
    headers: map('header'),
    examples,
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('pathItem'),
    schemas: map('schema'),
    securitySchemes: map('securityScheme'),
  },
  securityScheme: {
    ...all(fact, '$ref type'),
    description: text,
    ...all(fact, 'in name scheme bearerFormat openIdConnectUrl'),
    flows: one('flows'),
  },
  flows: all(one('flow'), 'implicit password clientCredentials authorizationCode'),
  // The names of scopes are facts, what they map to is text: facts.ts and texts.ts treat them apart.
  flow: { ...all(fact, 'authorizationUrl tokenUrl refreshUrl'), scopes: data },
  schema: {
    $ref: fact,
    $defs: map('schema'),
    title: text,
    ...all(fact, 'type format nullable'),
    description: text,
    ...all(fact, 'deprecated readOnly writeOnly'),
    enum: data,
    'x-enum-descriptions': text,
    ...all(data, 'const default'),
    ...all(fact, 'pattern minLength maxLength minimum exclusiveMinimum maximum exclusiveMaximum multipleOf'),
    ...all(fact, 'minItems maxItems uniqueItems minProperties maxProperties required'),
    ...all(map('schema'), 'properties patternProperties'),
    ...all(one('schema'), 'additionalProperties unevaluatedProperties propertyNames'),
    dependentRequired: data,
    dependentSchemas: map('schema'),
    items: one('schema'),
    prefixItems: list('schema'),
    ...all(one('schema'), 'unevaluatedItems contains'),
    ...all(fact, 'minContains maxContains'),
    discriminator: one('discriminator'),
    ...all(list('schema'), 'oneOf anyOf allOf'),
    ...all(one('schema'), 'not if then else'),
    ...all(fact, 'contentEncoding contentMediaType'),
    contentSchema: one('schema'),
    xml: data,
    externalDocs: text,
    example,
    examples: example,
  },
  discriminator: { propertyName: fact, mapping: data },
};

const pathItem = one('pathItem');

/** What is under a key of an object. Extensions (`x-…`) are opaque. */
export function contentOf(kind: Kind, key: string): Content {
  if (Object.hasOwn(OBJECTS[kind], key)) return OBJECTS[kind][key] ?? fact;
  return kind === 'callback' && !isExtension(key) && key !== '$ref' ? pathItem : fact;
}

/** The known keys of an object, in their order. */
export const keysOf = (kind: Kind): readonly string[] => Object.keys(OBJECTS[kind]);

export const isExtension = (key: string): boolean => key.startsWith('x-');
