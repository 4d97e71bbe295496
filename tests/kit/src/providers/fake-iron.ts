// Iron as its documentation describes it: idempotency keys, stored failures, replays without a content type.
import { randomUUID } from 'node:crypto';
import type { Effects } from './effects.ts';
import { pageOf, RECORDS } from './fixtures.ts';
import { jsonResponse, type Provider, type ProviderRequest, type ProviderResponse } from './provider.ts';

export const IRON_KEY = 'iron-5ecret-key-of-the-fault-tests';

interface Stored {
  readonly sent: string;
  readonly response: ProviderResponse;
}

export function fakeIron(effects: Effects): Provider {
  const stored = new Map<string, Stored>();
  const customers = new Map<string, unknown>(RECORDS.map((record) => [record.id, record]));
  const deleted = new Set<string>();

  const create = (seen: ProviderRequest, fail: boolean): ProviderResponse => {
    const key = `${seen.headers['idempotency-key'] ?? ''}`;
    if (!key) return jsonResponse(400, 'IDEMPOTENCY-KEY is missing');
    const sent = `${seen.url} ${seen.body}`;
    const known = stored.get(key);
    if (known && known.sent !== sent) return jsonResponse(409, 'the key was used for another request');
    // What is stored comes back with its status and its bytes, and without headers.
    if (known) return { ...known.response, headers: {} };
    const response = fail ? failure() : created(seen);
    stored.set(key, { sent, response });
    return response;
  };

  const created = ({ body, call }: ProviderRequest): ProviderResponse => {
    const customer = { ...JSON.parse(body), id: randomUUID(), status: 'IdentificationRequired' };
    customers.set(customer.id, customer);
    effects.of(call).created.push(customer.id);
    return jsonResponse(201, customer);
  };

  return {
    handle(seen, fail = false) {
      if (seen.headers['x-api-key'] !== IRON_KEY) {
        return { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'authorization error' };
      }
      const { pathname, searchParams } = new URL(seen.url, 'http://localhost');
      const id = pathname.split('/').at(-1) ?? '';
      if (id === 'retry-auth') {
        effects.of(seen.call).created.push(randomUUID());
        return { status: 200, headers: {}, body: '' };
      }
      if (seen.method === 'POST') return create(seen, fail);
      if (fail) return failure();
      if (seen.method === 'DELETE') {
        if (deleted.has(id)) return { status: 404, headers: {}, body: '' };
        deleted.add(id);
        effects.of(seen.call).deleted += 1;
        return { status: 200, headers: {}, body: '' };
      }
      if (pathname === '/api/customers') {
        const { items, next } = pageOf(searchParams.get('cursor'));
        return jsonResponse(200, { items, cursor: next });
      }
      const customer = customers.get(id);
      return customer ? jsonResponse(200, customer) : jsonResponse(404, 'customer not found');
    },
  };
}

function failure(): ProviderResponse {
  return jsonResponse(500, { message: 'internal error', trace_id: randomUUID() });
}
