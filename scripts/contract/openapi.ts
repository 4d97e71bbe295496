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

const described = { summary: text, description: text };
const serialised = { style: fact, explode: fact, allowReserved: fact };
const exemplified = { example, examples };

/** Keys in the order in which `spec.yaml` has them. A key that is not here is a fact and comes last. */
const OBJECTS: Readonly<Record<Kind, Readonly<Record<string, Content>>>> = {
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
  info: {
    title: fact,
    ...described,
    version: fact,
    termsOfService: text,
    contact: text,
    license: text,
  },
  server: { url: fact, description: text, variables: map('serverVariable') },
  serverVariable: { enum: data, default: data, description: text },
  tag: { name: fact, description: text, externalDocs: text },
  pathItem: {
    $ref: fact,
    ...described,
    servers: list('server'),
    parameters: list('parameter'),
    get: one('operation'),
    put: one('operation'),
    post: one('operation'),
    delete: one('operation'),
    options: one('operation'),
    head: one('operation'),
    patch: one('operation'),
    trace: one('operation'),
  },
  operation: {
    tags: fact,
    ...described,
    externalDocs: text,
    operationId: fact,
    deprecated: fact,
    security: data,
    servers: list('server'),
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: extensibleMap('response'),
    callbacks: map('callback'),
  },
  parameter: {
    $ref: fact,
    name: fact,
    in: fact,
    description: text,
    required: fact,
    deprecated: fact,
    allowEmptyValue: fact,
    ...serialised,
    schema: one('schema'),
    content: map('mediaType'),
    ...exemplified,
  },
  requestBody: { $ref: fact, description: text, required: fact, content: map('mediaType') },
  mediaType: { schema: one('schema'), encoding: map('encoding'), ...exemplified },
  encoding: { contentType: fact, ...serialised, headers: map('header') },
  response: {
    $ref: fact,
    description: text,
    headers: map('header'),
    content: map('mediaType'),
    links: map('link'),
  },
  header: {
    $ref: fact,
    description: text,
    required: fact,
    deprecated: fact,
    ...serialised,
    schema: one('schema'),
    content: map('mediaType'),
    ...exemplified,
  },
  link: {
    $ref: fact,
    description: text,
    operationRef: fact,
    operationId: fact,
    parameters: data,
    requestBody: data,
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
    $ref: fact,
    type: fact,
    description: text,
    in: fact,
    name: fact,
    scheme: fact,
    bearerFormat: fact,
    openIdConnectUrl: fact,
    flows: one('flows'),
  },
  flows: {
    implicit: one('flow'),
    password: one('flow'),
    clientCredentials: one('flow'),
    authorizationCode: one('flow'),
  },
  // The names of scopes are facts, what they map to is text: facts.ts and texts.ts treat them apart.
  flow: { authorizationUrl: fact, tokenUrl: fact, refreshUrl: fact, scopes: data },
  schema: {
    $ref: fact,
    $defs: map('schema'),
    title: text,
    type: fact,
    format: fact,
    nullable: fact,
    description: text,
    deprecated: fact,
    readOnly: fact,
    writeOnly: fact,
    enum: data,
    'x-enum-descriptions': text,
    const: data,
    default: data,
    pattern: fact,
    minLength: fact,
    maxLength: fact,
    minimum: fact,
    exclusiveMinimum: fact,
    maximum: fact,
    exclusiveMaximum: fact,
    multipleOf: fact,
    minItems: fact,
    maxItems: fact,
    uniqueItems: fact,
    minProperties: fact,
    maxProperties: fact,
    required: fact,
    properties: map('schema'),
    patternProperties: map('schema'),
    additionalProperties: one('schema'),
    unevaluatedProperties: one('schema'),
    propertyNames: one('schema'),
    dependentRequired: data,
    dependentSchemas: map('schema'),
    items: one('schema'),
    prefixItems: list('schema'),
    unevaluatedItems: one('schema'),
    contains: one('schema'),
    minContains: fact,
    maxContains: fact,
    discriminator: one('discriminator'),
    oneOf: list('schema'),
    anyOf: list('schema'),
    allOf: list('schema'),
    not: one('schema'),
    if: one('schema'),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: one('schema'),
    else: one('schema'),
    contentEncoding: fact,
    contentMediaType: fact,
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
