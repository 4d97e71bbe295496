// Paxos's withdrawals and address book, as far as `withdrawCrypto` needs them, for a scripted server.
import { json } from '@org/test-kit/replies';
import type { Reply, SeenRequest } from '@org/test-kit/server';

type Fields = Record<string, unknown>;

export interface FakeWithdrawals {
  readonly transfers: Fields[];
  readonly addresses: Fields[];
  /** USD from which the travel rule is enforced. */
  threshold: number;
  /** The status that an address has after it was stored. */
  saved: string;
  readonly reply: Reply;
  /** Carries a request out, without a reply. */
  apply(seen: SeenRequest): void;
}

export function fakeWithdrawals(): FakeWithdrawals {
  const state: FakeWithdrawals = {
    transfers: [],
    addresses: [],
    threshold: Number.POSITIVE_INFINITY,
    saved: 'APPROVED',
    reply: (response, seen, socket) => {
      const [status, body] = handle(state, seen);
      return json(status, body)(response, seen, socket);
    },
    apply: (seen) => {
      handle(state, seen);
    },
  };
  return state;
}

const problem = (status: number, kind: string, meta: Fields): [number, Fields] => [
  status,
  { type: `https://developer.paxos.com/docs/v2/problems/${kind}`, title: kind, status, meta },
];

function handle(state: FakeWithdrawals, { method, path, query, body }: SeenRequest): [number, unknown] {
  const asked = new URLSearchParams(query);
  const sent = (body ? JSON.parse(body) : {}) as Fields;
  switch (`${method} ${path}`) {
    case 'GET /v2/transfer/transfers':
      return [200, { items: state.transfers.filter(({ ref_id }) => asked.getAll('ref_ids').includes(`${ref_id}`)) }];
    case 'GET /v2/transfer/crypto-destination-addresses':
      return [
        200,
        { addresses: state.addresses.filter(({ address }) => asked.getAll('addresses').includes(`${address}`)) },
      ];
    case 'PUT /v2/transfer/crypto-destination-address': {
      const entry = { id: 'a1', status: state.saved, ...sent };
      state.addresses.splice(0, state.addresses.length, entry);
      return [200, { address: entry }];
    }
    case 'POST /v2/transfer/crypto-withdrawals': {
      const existing = state.transfers.find(({ ref_id }) => ref_id === sent.ref_id);
      if (existing) return problem(409, 'already-exists', { existing });
      const known = state.addresses.some((entry) => entry.travelrule_metadata);
      if (Number(sent.amount ?? sent.total) >= state.threshold && !known) {
        const { crypto_network, destination_address: address } = sent;
        return problem(403, 'travel-rule-information-required', { crypto_network, address });
      }
      const transfer = { id: `t${state.transfers.length + 1}`, status: 'PENDING', fee: '0', ...sent };
      state.transfers.push(transfer);
      return [200, transfer];
    }
    default: {
      const found = state.transfers.find(({ id }) => path === `/v2/transfer/transfers/${id}`);
      return found ? [200, found] : [404, {}];
    }
  }
}
