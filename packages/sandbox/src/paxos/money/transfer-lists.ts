// Reading transfers, and the limits that they count against.
import type { TransferLimit, TransferType } from '@org/paxos-types';
import { all, find } from '../collection.ts';
import { add, compare, subtract, sum } from '../decimal.ts';
import type { PaxosHandlers } from '../handlers.ts';
import { among, pageOf, within } from '../page.ts';
import { badRequest, notFound, refuse } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { notional } from './assets.ts';
import { transferReply } from './transfers.ts';

export const transferHandlers: PaxosHandlers = {
  GetTransfer({ records, path }) {
    const transfer = find(records.transfers, path.id);
    if (!transfer) throw notFound(`transfer ${path.id} is unknown`);
    return { status: 200, body: transferReply(transfer) };
  },

  ListTransfers({ records, query }) {
    const byUpdate = query.order_by === 'UPDATED_AT';
    const filter = byUpdate ? 'created_at' : 'updated_at';
    if (Object.keys(query).some((name) => name.startsWith(`${filter}.`))) {
      throw badRequest(`${filter} cannot be filtered when sorted by ${byUpdate ? 'UPDATED_AT' : 'CREATED_AT'}`);
    }
    const wanted = all(records.transfers).filter(
      (transfer) =>
        among(query.ids, transfer.id) &&
        among(query.ref_ids, transfer.ref_id) &&
        among(query.profile_ids, transfer.profile_id) &&
        among(query.identity_ids, transfer.identity_id) &&
        among(query.account_ids, transfer.account_id) &&
        among(query.group_ids, transfer.group_id) &&
        among(query.crypto_tx_hashes, transfer.crypto_tx_hash) &&
        among(query.statuses, transfer.status) &&
        among(query.secondary_statuses, transfer.secondary_status?.name) &&
        among(query.type, transfer.type) &&
        within(transfer.created_at, query) &&
        within(transfer.updated_at, query, 'updated_at'),
    );
    const { items, ...next } = pageOf(wanted, query, {
      ...(byUpdate && { sortKey: ({ updated_at }) => updated_at, order: 'ASC' }),
    });
    return { status: 200, body: { items: items.map(transferReply), ...next } };
  },

  ListTransferLimits({ records, query, now }) {
    const items = limits
      .filter(({ types }) => types.includes(query.transfer_type as TransferType))
      .map((limit): TransferLimit => {
        const { id, rule, types, seconds, most } = limit;
        return {
          ...(id && { id }),
          rule_id: rule,
          transfer_types: [...types],
          period_seconds: String(seconds),
          limit: most,
          remaining: seconds === 0 ? most : subtract(most, moved(records, limit, now)),
          limit_asset: 'USD',
        };
      });
    return { status: 200, body: { items } };
  },
};

interface Limit {
  /** Absent for limits on single transfers. */
  readonly id?: string;
  readonly rule: string;
  readonly types: readonly TransferType[];
  /** Length of the period; 0 for a limit on single transfers. */
  readonly seconds: number;
  /** In US dollars. */
  readonly most: string;
}

const withdrawals: readonly TransferType[] = ['CRYPTO_WITHDRAWAL', 'WIRE_WITHDRAWAL'];

/** The sandbox's own, wide enough for tests: the provider agrees others with each customer. */
export const limits: readonly Limit[] = [
  {
    id: '0198c3c1-b7c8-7ddd-9705-60c142addf02',
    rule: '0198c3c1-b8d9-7dde-a705-60c142addf03',
    types: ['CRYPTO_WITHDRAWAL'],
    seconds: 86_400,
    most: '10000000',
  },
  { rule: '0198c3c1-b9ea-7ddf-b705-60c142addf04', types: withdrawals, seconds: 0, most: '5000000' },
];

/** Throws a `Refusal` where a withdrawal would exceed a limit. */
export function assertWithinLimits(
  records: PaxosRecords,
  now: number,
  { type, asset, total }: { readonly type: TransferType; readonly asset: string; readonly total: string },
): void {
  const worth = notional(asset, total);
  for (const limit of limits.filter(({ types }) => types.includes(type))) {
    const used = limit.seconds === 0 ? worth : add(worth, moved(records, limit, now));
    if (compare(used, limit.most) <= 0) continue;
    throw refuse(403, 'Exceed Max Withdraw Limit', `the withdrawal exceeds the limit of ${limit.most} USD`, {
      type: 'exceed-max-withdraw-limit',
      meta: { limit: limit.most, limit_asset: 'USD' },
    });
  }
}

/** What counts against a limit in the running period, in US dollars. */
function moved(records: PaxosRecords, { types, seconds }: Limit, now: number): string {
  // Times as the sandbox writes them sort as text.
  const since = new Date(now - seconds * 1000).toISOString();
  const counted = all(records.transfers).filter(
    ({ type, status, created_at }) => types.includes(type) && status !== 'FAILED' && created_at > since,
  );
  return sum(counted.map(({ asset, total, notional_value }) => notional_value ?? notional(asset, total)));
}
