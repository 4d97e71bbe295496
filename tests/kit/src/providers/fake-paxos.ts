// Paxos as its documentation describes it: access tokens, ref_id, a 409 with the record that exists.
import { randomUUID } from 'node:crypto';
import type { Effects } from './effects.ts';
import { pageOf, RECORDS } from './fixtures.ts';
import { jsonResponse, type Provider, type ProviderRequest, type ProviderResponse } from './provider.ts';

export const PAXOS_ID = 'fault-tests';
export const PAXOS_SECRET = 'paxos-5ecret-of-the-fault-tests';

interface PaxosRecord {
  readonly id: string;
  readonly ref_id?: string;
  readonly [field: string]: unknown;
}

export interface FakePaxos extends Provider {
  /** Forgets all access tokens, so that the next request is refused. */
  revoke(): void;
  /** How many requests for a token came. */
  readonly tokenRequests: number;
  /** Changes a record, as if someone else had. */
  change(id: string, fields: Readonly<Record<string, unknown>>): void;
}

export function fakePaxos(effects: Effects): FakePaxos {
  let tokenRequests = 0;
  const valid = new Set<string>();
  const records = new Map<string, PaxosRecord>(RECORDS.map((record) => [record.id, record]));
  const byRef = new Map<string, string>();
  const deleted = new Set<string>();

  const token = ({ body }: ProviderRequest): ProviderResponse => {
    const form = new URLSearchParams(body);
    tokenRequests += 1;
    if (form.get('client_id') !== PAXOS_ID || form.get('client_secret') !== PAXOS_SECRET) {
      return jsonResponse(401, { error: 'invalid_client' });
    }
    const value = randomUUID();
    valid.add(value);
    return jsonResponse(200, {
      access_token: value,
      expires_in: 3599,
      scope: form.get('scope') ?? '',
      token_type: 'bearer',
    });
  };

  const create = ({ body, url, call }: ProviderRequest): ProviderResponse => {
    const sent = JSON.parse(body) as { account?: PaxosRecord; amount?: string; ref_id?: string };
    const fields = sent.account ?? sent;
    const ref = fields.ref_id === undefined ? undefined : `${url} ${fields.ref_id}`;
    const existing = records.get(byRef.get(ref ?? '') ?? '');
    if (existing) {
      // Only the id of identities and accounts, the whole record of all others.
      const known = url.includes('/identity/') ? { id: existing.id } : existing;
      return problem(409, 'Already Exists', 'a record with this ref_id exists', { existing: known });
    }
    const record: PaxosRecord = { ...fields, ...decimal(sent.amount), id: randomUUID(), status: 'PENDING' };
    records.set(record.id, record);
    if (ref !== undefined) byRef.set(ref, record.id);
    effects.of(call).created.push(record.id);
    return jsonResponse(200, record);
  };

  return {
    get tokenRequests() {
      return tokenRequests;
    },
    revoke: () => valid.clear(),
    change: (id, fields) => records.set(id, { ...records.get(id), ...fields, id }),
    handle(seen, fail = false) {
      const { pathname, searchParams } = new URL(seen.url, 'http://localhost');
      if (pathname === '/oauth2/token') return token(seen);
      if (!valid.has(`${seen.headers.authorization}`.slice('Bearer '.length))) {
        return problem(401, 'Unauthorized', 'the access token is not valid');
      }
      if (fail) return problem(500, 'Internal Server Error', 'try again');
      if (seen.method === 'POST') return create(seen);
      const id = pathname.split('/').at(-1) ?? '';
      if (seen.method === 'DELETE') {
        if (deleted.has(id)) return problem(404, 'Not Found', 'there is no such record');
        deleted.add(id);
        effects.of(seen.call).deleted += 1;
        return jsonResponse(200, {});
      }
      if (pathname === '/v2/transfer/transfers') {
        const { items, next } = pageOf(searchParams.get('page_cursor'));
        return jsonResponse(200, { items, ...(next && { next_page_cursor: next }) });
      }
      const record = records.get(id);
      return record ? jsonResponse(200, record) : problem(404, 'Not Found', 'there is no such record');
    },
  };
}

/** Paxos writes decimals its own way: without zeros at the end. */
function decimal(amount: string | undefined): { amount?: string } {
  return amount === undefined ? {} : { amount: amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount };
}

function problem(status: number, title: string, detail: string, meta?: unknown): ProviderResponse {
  const type = `https://developer.paxos.com/docs/v2/problems/${title.toLowerCase().replaceAll(' ', '-')}`;
  return jsonResponse(
    status,
    { type, title, status, detail, ...(meta !== undefined && { meta }) },
    {
      'content-type': 'application/problem+json',
    },
  );
}
