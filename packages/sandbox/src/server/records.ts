// The records that the page shows: what the lists of both contracts return for a credential, with the next steps of each.
import { accountLabel } from '../engine/account.ts';
import type { Api } from '../engine/api.ts';
import { stepsOf } from './steps.ts';

export interface RecordRow {
  readonly provider: 'iron' | 'paxos';
  /** Label of the credential. */
  readonly account: string;
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly stage: string;
  readonly steps: readonly { readonly name: string; readonly comment: boolean }[];
}

export interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface List {
  readonly kind: string;
  readonly operation: string;
  readonly title: readonly string[];
  readonly stage: readonly string[];
  /** Lists of what belongs to each item, and the path parameter that takes its id. */
  readonly within?: readonly (List & { readonly parameter: string })[];
}

const lists: Readonly<Record<'iron' | 'paxos', readonly List[]>> = {
  iron: [
    {
      kind: 'customer',
      operation: 'getAllCustomers',
      title: ['name', 'email'],
      stage: ['status'],
      within: [
        {
          kind: 'identification',
          operation: 'getAllCustomerIdentifications',
          parameter: 'id',
          title: ['type'],
          stage: ['status', 'review_comment'],
        },
        {
          kind: 'bank account',
          operation: 'getFiatAddresses',
          parameter: 'customer_id',
          title: ['label', 'currency'],
          stage: ['status'],
        },
      ],
    },
    { kind: 'autoramp', operation: 'getAutoramps', title: ['name', 'external_id'], stage: ['status'] },
    {
      kind: 'transaction',
      operation: 'getAutorampTransactions',
      title: ['amount_in', 'amount'],
      stage: ['status', 'state'],
    },
  ],
  paxos: [
    {
      kind: 'identity',
      operation: 'ListIdentities',
      title: ['ref_id', 'type'],
      stage: ['status', 'summary_status'],
    },
    { kind: 'account', operation: 'ListAccounts', title: ['ref_id', 'description'], stage: ['type'] },
    { kind: 'profile', operation: 'ListProfiles', title: ['nickname'], stage: ['type'] },
    { kind: 'transfer', operation: 'ListTransfers', title: ['type', 'amount', 'asset'], stage: ['status'] },
    { kind: 'order', operation: 'ListOrders', title: ['market', 'side', 'type'], stage: ['status'] },
    { kind: 'orchestration', operation: 'ListOrchestrations', title: ['ref_id'], stage: ['status'] },
  ],
};

/** Rows of a credential, at most some hundred. */
export async function recordsOf(api: Api, account: string): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  const read = async (list: List, path: Readonly<Record<string, string>>): Promise<void> => {
    for (const item of await itemsOf(api, account, list.operation, path)) {
      rows.push(rowOf(api, account, list, item));
      for (const inner of list.within ?? []) await read(inner, { [inner.parameter]: item.id });
    }
  };
  for (const list of lists[api.name]) if (api.contract.operations.has(list.operation)) await read(list, {});
  return rows;
}

/** What a list returns from memory. */
async function itemsOf(
  api: Api,
  account: string,
  operation: string,
  path: Readonly<Record<string, string>>,
): Promise<readonly Item[]> {
  const parameters = api.contract.operations.get(operation)?.parameters ?? [];
  const size = parameters.find(({ name }) => name === 'page_size' || name === 'limit')?.name;
  const query = size === undefined ? {} : { [size]: '100' };
  const { status, headers, body } = await api.perform(account, operation, { path, query });
  if (status !== 200 || headers?.['x-sandbox-source'] !== 'memory') return [];
  const items = Array.isArray(body) ? body : Object.values(body ?? {}).find((value) => Array.isArray(value));
  return ((items ?? []) as Item[]).filter(({ id }) => typeof id === 'string').slice(0, 100);
}

function rowOf(api: Api, account: string, { kind, title, stage }: List, item: Item): RecordRow {
  const said = (fields: readonly string[]): string =>
    fields
      .map((field) => item[field])
      .filter((value) => typeof value === 'string' && value !== '')
      .join(' · ');
  return {
    provider: api.name,
    account: accountLabel(account),
    kind,
    id: item.id,
    title: said(title),
    stage: said(stage),
    steps: stepsOf(api, kind).map(({ name, comment = false }) => ({ name, comment })),
  };
}
