// What is known of each operation, found out by calling it.
import { createIronClient } from '@org/iron-sdk';
import { createPaxosClient } from '@org/paxos-sdk';
import { createSandbox, type Sandbox } from '@org/sandbox';
import { type Contract, type Operation, readContract } from '../operation-matrix/contract.ts';
import { type AnyClient, callByName, type Result, scopesOf } from '../operation-matrix/operation-methods.ts';
import { type Difference, differenceOf } from '../prism-oracle/differences.ts';
import { type Shape, shapesOf } from '../prism-oracle/shapes.ts';
import { readDocumentedPages } from './documented-pages.ts';

export interface Row {
  readonly provider: 'iron' | 'paxos';
  readonly operation: Operation;
  /** A handler responds, whether the request was carried out or refused. */
  readonly memory: boolean;
  /** Our operation method sends the request, the sandbox accepts it, and the response is decoded. */
  readonly sdk: boolean;
  readonly shapes: number;
  /** Of the shapes, those that Prism and the sandbox do not handle alike. */
  readonly differing: readonly Difference[];
  /** Tests of documented pages that are about the operation. */
  readonly pages: readonly string[];
  /** Page of the provider that the contract names. */
  readonly link: string | undefined;
}

export async function gatherRows(): Promise<Row[]> {
  const contracts = {
    iron: readContract('@org/iron-types/openapi.json'),
    paxos: readContract('@org/paxos-types/openapi.json'),
  };
  const clock = { stopped: true };
  const remembering = clientsOf(createSandbox({ clock }), contracts.paxos);
  const forgetful = clientsOf(createSandbox({ clock, memory: false }), contracts.paxos);
  const pages = readDocumentedPages();
  const rows: Row[] = [];
  for (const provider of ['iron', 'paxos'] as const) {
    const contract = contracts[provider];
    for (const operation of contract.operations) {
      const shapes = shapesOf(contract, operation);
      const minimal = argsOf(shapes, 'minimal');
      const accepted = [
        await callByName(forgetful[provider], operation, minimal),
        await callByName(forgetful[provider], operation, argsOf(shapes, 'full')),
      ];
      const remembered = await callByName(remembering[provider], operation, minimal);
      rows.push({
        provider,
        operation,
        memory: remembered.response.headers.get('x-sandbox-source') === 'memory',
        sdk: accepted.every((result) => isDecoded(operation, result)),
        shapes: shapes.length,
        differing: shapes.flatMap(({ name }) => differenceOf(operation.id, name) ?? []),
        pages: pages.get(`${provider} ${operation.method} ${operation.path}`) ?? [],
        link: linkOf(contract, operation),
      });
    }
  }
  return rows;
}

function clientsOf({ iron, paxos }: Sandbox, contract: Contract): Record<'iron' | 'paxos', AnyClient> {
  const common = { environment: 'sandbox', maxRetries: 0, logLevel: 'off' } as const;
  return {
    iron: createIronClient({ ...common, apiKey: 'evidence', fetch: iron.fetch }) as unknown as AnyClient,
    paxos: createPaxosClient({
      ...common,
      clientId: 'evidence',
      clientSecret: 'secret',
      scopes: scopesOf(contract),
      rateLimit: false,
      fetch: paxos.fetch,
    }) as unknown as AnyClient,
  };
}

function argsOf(shapes: readonly Shape[], name: string): Shape['args'] {
  const shape = shapes.find((one) => one.name === name);
  if (!shape) throw new Error(`there is no shape '${name}'`);
  return shape.args;
}

/** A success that the contract declares, with a body where it declares one. */
function isDecoded(operation: Operation, { ok, status, data }: Result): boolean {
  const declared = operation.responses.has(String(status));
  return ok && declared && (data !== undefined) === (operation.responses.get(String(status)) !== undefined);
}

function linkOf({ document }: Contract, { path, method }: Operation): string | undefined {
  const paths = document.paths as Record<string, Record<string, { externalDocs?: { url: string } }>>;
  return paths[path]?.[method.toLowerCase()]?.externalDocs?.url;
}
