// Reads an effective contract the way a reader of its document would: by path, by schema name, with references followed.
import { readFileSync } from 'node:fs';

export type Provider = 'iron' | 'paxos';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly deprecated?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string; readonly mapping?: Readonly<Record<string, string>> };
  readonly additionalProperties?: Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly explode?: boolean;
  readonly schema: Schema;
}

export interface Media {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Body {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Operation {
  readonly operationId: string;
  readonly deprecated?: boolean;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

export interface SecurityScheme {
  readonly type: string;
  readonly in?: string;
  readonly name?: string;
  readonly flows?: {
    readonly clientCredentials?: { readonly tokenUrl: string; readonly scopes: Readonly<Record<string, string>> };
  };
  readonly 'x-token-urls'?: Readonly<Record<string, string>>;
}

export interface ContractDocument {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  };
}

export interface Contract {
  readonly document: ContractDocument;
  /** One operation with every reference of its parameters, bodies and named examples followed, schemas left as they are. */
  operation(method: 'get' | 'post', path: string): Operation;
  schema(name: string): Schema;
  /** Follows a schema's reference, if it is one. */
  resolve(schema: Schema): Schema;
}

export function readContract(provider: Provider): Contract {
  const file = new URL(import.meta.resolve(`@org/${provider}-types/openapi.json`));
  const document = JSON.parse(readFileSync(file, 'utf8')) as ContractDocument;
  const resolve = <Node>(node: Node): Node => follow(document, node);
  return {
    document,
    operation(method, path) {
      const raw = document.paths[path]?.[method] as Operation | undefined;
      if (!raw) throw new Error(`the ${provider} contract has no ${method.toUpperCase()} ${path}`);
      return {
        ...raw,
        parameters: raw.parameters.map(resolve),
        ...(raw.requestBody && { requestBody: resolveBody(resolve(raw.requestBody), resolve) }),
        responses: mapValues(raw.responses, (response) => resolveBody(resolve(response), resolve)),
      };
    },
    schema(name) {
      const schema = document.components.schemas[name];
      if (!schema) throw new Error(`the ${provider} contract has no schema ${name}`);
      return schema;
    },
    resolve,
  };
}

function resolveBody(body: Body, resolve: <Node>(node: Node) => Node): Body {
  if (!body.content) return body;
  const content = mapValues(body.content, (media) => ({
    ...media,
    ...(media.examples && { examples: mapValues(media.examples, resolve) }),
  }));
  return { ...body, content };
}

function follow<Node>(document: object, node: Node): Node {
  const reference = (node as { readonly $ref?: string }).$ref;
  if (reference === undefined) return node;
  const keys = reference.slice('#/'.length).split('/');
  const target = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  if (target === undefined) throw new Error(`${reference} leads nowhere`);
  return follow(document, target as Node);
}

function mapValues<From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));
}
