// The effective contract as the sandbox reads it: operations by method and path, with what a request must be.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A JSON object of the contract. */
export type Node = { readonly [key: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** A list is repeated (`a=1&a=2`) instead of separated by commas. */
  readonly explode: boolean;
  readonly schema: Node;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** As in the contract, without the server's base path: `/customers/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Node } | undefined;
  /** By status, `default` included. */
  readonly responses: ReadonlyMap<string, OperationResponse>;
  /** Alternatives of scopes, each of which suffices; undefined for an operation that needs no credential. */
  readonly scopes: readonly (readonly string[])[] | undefined;
  /** Name of the header that carries the idempotency key, where the operation has one. */
  readonly idempotencyHeader: string | undefined;
  /** Names of the cursor parameter, and of the response's fields for items and next cursor, where it is a list. */
  readonly pagination: { readonly parameter: string; readonly next: string; readonly items: string } | undefined;
}

export interface OperationResponse {
  readonly mediaType: string | undefined;
  readonly schema: Node | undefined;
  readonly examples: ReadonlyMap<string, unknown>;
}

export interface Match {
  readonly operation: Operation;
  /** Path parameters as sent, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
}

export interface Contract {
  readonly name: string;
  readonly document: Node;
  readonly operations: ReadonlyMap<string, Operation>;
  /** The operation of a method and a path, or the methods that the path has, or undefined where there is no such path. */
  match(method: string, pathname: string): Match | { readonly allowed: readonly string[] } | undefined;
  /** The member of the document that a `$ref` names, or the node itself. */
  resolve(node: unknown): Node;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const loaded = new Map<string, Contract>();

/** Reads a contract from its types package, once per process. */
export function loadContract(name: 'iron' | 'paxos'): Contract {
  const known = loaded.get(name);
  if (known) return known;
  const file = createRequire(import.meta.url).resolve(`@org/${name}-types/openapi.json`);
  const contract = readContract(name, JSON.parse(readFileSync(file, 'utf8')) as Node);
  loaded.set(name, contract);
  return contract;
}

export function readContract(name: string, document: Node): Contract {
  const resolve = (node: unknown): Node => {
    let current = node as Node;
    while (typeof current?.$ref === 'string') current = member(document, current.$ref);
    return current;
  };
  const operations = new Map<string, Operation>();
  for (const [path, item] of Object.entries(document.paths as Node)) {
    for (const method of methods) {
      const node = (item as Node)[method] as Node | undefined;
      if (node) operations.set(String(node.operationId), operationOf(method.toUpperCase(), path, node, resolve));
    }
  }
  const routes = [...operations.values()].map((operation) => ({ operation, segments: operation.path.split('/') }));
  // A literal segment wins over a parameter: /autoramps/quote is not /autoramps/{autoramp_id}.
  routes.sort((a, b) => parametersIn(a.segments) - parametersIn(b.segments));
  const byLength = new Map<number, typeof routes>();
  for (const route of routes) {
    byLength.set(route.segments.length, [...(byLength.get(route.segments.length) ?? []), route]);
  }
  return {
    name,
    document,
    operations,
    resolve,
    match(method, pathname) {
      const parts = pathname.split('/');
      const allowed: string[] = [];
      for (const { operation, segments } of byLength.get(parts.length) ?? []) {
        const path = pathParameters(segments, parts);
        if (!path) continue;
        if (operation.method === method) return { operation, path };
        allowed.push(operation.method);
      }
      return allowed.length > 0 ? { allowed } : undefined;
    },
  };
}

function operationOf(method: string, path: string, node: Node, resolve: (node: unknown) => Node): Operation {
  const body = node.requestBody ? resolve(node.requestBody) : undefined;
  const idempotency = node['x-idempotency'] as { header?: string } | undefined;
  const security = node.security as readonly Readonly<Record<string, readonly string[]>>[] | undefined;
  const media = jsonOf(body);
  return {
    id: String(node.operationId),
    method,
    path,
    parameters: ((node.parameters ?? []) as unknown[]).map((entry) => {
      const parameter = resolve(entry);
      return {
        name: String(parameter.name),
        in: parameter.in as Parameter['in'],
        required: parameter.required === true,
        explode: parameter.explode !== false,
        schema: (parameter.schema ?? {}) as Node,
      };
    }),
    body: media && { required: body?.required === true, schema: media.schema as Node },
    responses: new Map(
      Object.entries(node.responses as Node).map(([status, entry]) => [status, responseOf(resolve(entry), resolve)]),
    ),
    scopes: security?.length ? security.map((requirement) => Object.values(requirement).flat()) : undefined,
    idempotencyHeader: idempotency?.header,
    pagination: node['x-pagination'] as Operation['pagination'],
  };
}

function responseOf(response: Node, resolve: (node: unknown) => Node): OperationResponse {
  const [mediaType] = Object.keys((response.content ?? {}) as Node);
  const media = jsonOf(response);
  const examples = Object.entries((media?.examples ?? {}) as Node).map(
    ([name, entry]) => [name, resolve(entry).value] as const,
  );
  if (media && 'example' in media) examples.unshift(['example', media.example]);
  return { mediaType, schema: media?.schema as Node | undefined, examples: new Map(examples) };
}

function jsonOf(holder: Node | undefined): Node | undefined {
  return Object.values((holder?.content ?? {}) as Node)[0] as Node | undefined;
}

function member(document: Node, reference: string): Node {
  const keys = reference
    .slice(2)
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<Node>((value, key) => value[key] as Node, document);
}

function parametersIn(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

/** Values of the parameters in a path of as many parts; undefined where it is another path. */
function pathParameters(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const path: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== part) return undefined;
      continue;
    }
    if (part === '') return undefined;
    try {
      path[segment.slice(1, -1)] = decodeURIComponent(part);
    } catch {
      return undefined;
    }
  }
  return path;
}
