// What the matrix reads from an effective contract. On purpose not the generator's own code: this is the second opinion.
import { readFileSync } from 'node:fs';

export type Node = { readonly [key: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly explode?: boolean;
  readonly example?: unknown;
  readonly schema: Node;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly Parameter[];
  readonly body:
    | { readonly required: boolean; readonly schema: Node; readonly examples: readonly unknown[] }
    | undefined;
  /** Schema of the JSON body by status, `default` included; undefined where the answer has no body. */
  readonly responses: ReadonlyMap<string, Node | undefined>;
  readonly secured: boolean;
}

export interface Contract {
  readonly document: Node;
  readonly operations: readonly Operation[];
  deref(node: unknown): Node;
}

export function readContract(specifier: string): Contract {
  const document = JSON.parse(readFileSync(new URL(import.meta.resolve(specifier)), 'utf8')) as Node;
  const deref = (node: unknown): Node => {
    let current = node as Node;
    while (typeof current?.$ref === 'string') {
      const parts = current.$ref
        .slice(2)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
      current = parts.reduce<Node>((value, key) => value[key] as Node, document);
    }
    return current;
  };
  const operations = Object.entries(document.paths as Node).flatMap(([path, item]) =>
    Object.entries(item as Node).map(([method, operation]) => operationOf(deref, path, method, operation as Node)),
  );
  return { document, operations, deref };
}

function operationOf(deref: (node: unknown) => Node, path: string, method: string, node: Node): Operation {
  const body = node.requestBody ? deref(node.requestBody) : undefined;
  const media = jsonOf(body);
  return {
    id: String(node.operationId),
    method: method.toUpperCase(),
    path,
    tag: (node.tags as string[])[0] ?? '',
    parameters: ((node.parameters ?? []) as unknown[]).map((entry) => deref(entry) as unknown as Parameter),
    body: media && {
      required: body?.required === true,
      schema: media.schema as Node,
      examples: Object.values((media.examples ?? {}) as Node).map((entry) => deref(entry).value),
    },
    responses: new Map(
      Object.entries(node.responses as Node).map(([status, entry]) => [status, jsonOf(deref(entry))?.schema as Node]),
    ),
    secured: ((node.security ?? []) as unknown[]).length > 0,
  };
}

function jsonOf(holder: Node | undefined): Node | undefined {
  const content = (holder?.content ?? {}) as Node;
  return (content['application/json'] ?? Object.values(content)[0]) as Node | undefined;
}
