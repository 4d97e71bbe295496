// Iron as its documentation describes it: idempotency keys, stored errors, replays without a content type.
import { randomUUID } from 'node:crypto';
import { type Answer, type Books, json, type Seen } from './exchange.ts';
import type { Ledger } from './ledger.ts';
import { pageOf, SHELF } from './shelf.ts';

export const IRON_KEY = 'iron-5ecret-key-of-the-chaos-tests';

interface Stored {
  readonly sent: string;
  readonly answer: Answer;
}

export function ironBooks(ledger: Ledger): Books {
  const stored = new Map<string, Stored>();
  const customers = new Map<string, unknown>(SHELF.map((item) => [item.id, item]));
  const gone = new Set<string>();

  const create = (seen: Seen, fail: boolean): Answer => {
    const key = `${seen.headers['idempotency-key'] ?? ''}`;
    if (!key) return json(400, 'IDEMPOTENCY-KEY is missing');
    const sent = `${seen.url} ${seen.body}`;
    const known = stored.get(key);
    if (known && known.sent !== sent) return json(409, 'the key was used for another request');
    // What is stored comes back with its status and its bytes, and without headers.
    if (known) return { ...known.answer, headers: {} };
    const answer = fail ? failure() : made(seen);
    stored.set(key, { sent, answer });
    return answer;
  };

  const made = ({ body, call }: Seen): Answer => {
    const customer = { ...JSON.parse(body), id: randomUUID(), status: 'IdentificationRequired' };
    customers.set(customer.id, customer);
    ledger.of(call).made.push(customer.id);
    return json(201, customer);
  };

  return {
    handle(seen, fail = false) {
      if (seen.headers['x-api-key'] !== IRON_KEY) {
        return { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'authorization error' };
      }
      const { pathname, searchParams } = new URL(seen.url, 'http://localhost');
      const id = pathname.split('/').at(-1) ?? '';
      if (id === 'retry-auth') {
        ledger.of(seen.call).made.push(randomUUID());
        return { status: 200, headers: {}, body: '' };
      }
      if (seen.method === 'POST') return create(seen, fail);
      if (fail) return failure();
      if (seen.method === 'DELETE') {
        if (gone.has(id)) return { status: 404, headers: {}, body: '' };
        gone.add(id);
        ledger.of(seen.call).deleted += 1;
        return { status: 200, headers: {}, body: '' };
      }
      if (pathname === '/api/customers') {
        const { items, next } = pageOf(searchParams.get('cursor'));
        return json(200, { items, cursor: next });
      }
      const customer = customers.get(id);
      return customer ? json(200, customer) : json(404, 'customer not found');
    },
  };
}

function failure(): Answer {
  return json(500, { message: 'internal error', trace_id: randomUUID() });
}
