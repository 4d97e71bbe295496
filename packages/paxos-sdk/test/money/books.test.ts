// For each operation that creates: answers get lost and requests are doubled, and the server's books still balance.

import { manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import { type ScriptedServer, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/generated/operations.ts';
import { createPaxosClient, isApiError, isSdkError, type PaxosScope } from '../../src/index.ts';

interface Create {
  readonly group: string;
  readonly name: string;
  readonly field: string;
  readonly readable: boolean;
}

const rows = Object.entries(operations).flatMap(([group, all]) =>
  Object.entries(all).map(([name, operation]) => ({ group, name, operation })),
);
const creates: Create[] = rows.flatMap(({ group, name, operation: { idempotency, readBack } }) =>
  idempotency && 'body' in idempotency ? [{ group, name, field: idempotency.body, readable: !!readBack }] : [],
);
const scopes = rows.flatMap(({ operation }) => operation.scopes?.flat() ?? []) as PaxosScope[];

/** What happens to one request that creates. */
type Fate =
  /** It is carried out and answered. */
  | 'ok'
  /** It is carried out, and the answer gets lost. */
  | 'lost'
  | 'lost-in-a-503'
  /** It gets lost itself. */
  | 'unseen'
  | '503'
  /** A proxy sends it twice; the second answer comes through. */
  | 'doubled';

interface Entry {
  readonly id: string;
  readonly record: Record<string, unknown>;
  readonly amount: bigint;
}

/** A server that keeps books: money leaves one account and enters another, once for each `ref_id`. */
function keepBooks(server: ScriptedServer) {
  const entries = new Map<string, Entry>();
  let from = 1_000_000n;
  let to = 0n;
  let fates: Fate[] = [];
  const carryOut = (body: Record<string, unknown>): { status: number; answer: object } => {
    const inner = (body.account ?? body) as { ref_id: string; amount: string };
    const known = entries.get(inner.ref_id);
    if (known) {
      const type = 'https://developer.paxos.com/docs/v2/problems/already-exists';
      return {
        status: 409,
        answer: { type, title: 'Already Exists', status: 409, meta: { existing: { id: known.id } } },
      };
    }
    const id = `id-${entries.size + 1}`;
    const amount = BigInt(inner.amount.replace('.', ''));
    from -= amount;
    to += amount;
    const record = { id, ...inner, status: 'PENDING' };
    entries.set(inner.ref_id, { id, record, amount });
    return { status: 200, answer: body.account ? { account: record, id } : record };
  };
  server.script((response, seen, socket) => {
    if (seen.method === 'GET') {
      const url = new URL(seen.url, 'http://localhost');
      const listed = url.searchParams.get('ids');
      const id = listed ?? decodeURIComponent(url.pathname.replace(/^.*\//, ''));
      const found = [...entries.values()].find((entry) => entry.id === id);
      if (listed) return json(200, { items: found ? [found.record] : [] })(response, seen, socket);
      return json(found ? 200 : 404, found?.record ?? {})(response, seen, socket);
    }
    const fate = fates.shift() ?? 'ok';
    if (fate === 'unseen') return reset(response, seen, socket);
    if (fate === '503') return json(503, {})(response, seen, socket);
    const body = JSON.parse(seen.body);
    if (fate === 'doubled') carryOut(body);
    const { status, answer } = carryOut(body);
    if (fate === 'lost') return reset(response, seen, socket);
    return json(fate === 'lost-in-a-503' ? 503 : status, answer)(response, seen, socket);
  });
  return {
    entries,
    play: (...next: Fate[]) => {
      fates = next;
    },
    /** Throws unless what left equals what came, and what the entries say. */
    check: () => {
      const moved = [...entries.values()].reduce((sum, { amount }) => sum + amount, 0n);
      expect({ left: 1_000_000n - from, came: to }).toEqual({ left: moved, came: moved });
    },
  };
}

const server = useServer();
const tokens = useServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));

type Call = (args: object, options?: object) => Promise<{ id: string }>;

function setUp({ group, name, field }: Create) {
  const clock = manualClock();
  clock.skipBelow(9_000);
  const client = createPaxosClient({
    clientId: 'a',
    clientSecret: 'b',
    baseUrl: `${server.url}/v2`,
    tokenUrl: `${tokens.url}/oauth2/token`,
    scopes,
    clock,
    random: () => 0.5,
  });
  const call = (client as unknown as Record<string, Record<string, Call>>)[group]?.[name] as Call;
  // With what createIdentity is refused without.
  const person = name === 'createIdentity' ? { person_details: {}, tax_details_not_required: true } : {};
  const content = { amount: '1.50', asset: 'USD', ...person };
  const body = field.startsWith('account.') ? { account: content } : content;
  return {
    books: keepBooks(server),
    body,
    create: (options: object = {}) => call({ path: { profile_id: 'p1' }, body }, options),
  };
}

test('sixteen operations create under a ref_id, and all but one can be read back', () => {
  expect(creates).toHaveLength(16);
  expect(creates.filter(({ readable }) => !readable).map(({ name }) => name)).toEqual(['createOrchestrationRule']);
});

describe.each(creates)('$name', (one) => {
  test.each<Fate>(['lost', 'lost-in-a-503'])('with its answer %s, creates once and ends well', async (fate) => {
    const { books, create, body } = setUp(one);
    books.play(fate);
    const end = await create().catch((error: unknown) => error);
    expect(books.entries.size).toBe(1);
    books.check();
    const [[key, entry] = ['', undefined]] = books.entries;
    if (one.readable) expect(end).toEqual(entry?.record);
    else expect(isApiError(end) && end.status === 409 && end.idempotencyKey).toBe(key);
    expect(JSON.stringify(body)).not.toContain('ref_id');
  });

  test('doubled on the way, creates once; the 409 of its own first try is told, with the key', async () => {
    const { books, create } = setUp(one);
    books.play('doubled');
    const end = await create().catch((error: unknown) => error);
    expect(isApiError(end) && end.status).toBe(409);
    const [[key] = ['']] = books.entries;
    expect((end as { idempotencyKey?: string }).idempotencyKey).toBe(key);
    expect(books.entries.size).toBe(1);
    books.check();
  });

  test('called twice with one key, creates once', async () => {
    const { books, create } = setUp(one);
    await create({ idempotencyKey: 'mine' });
    const again = await create({ idempotencyKey: 'mine' }).catch((error: unknown) => error);
    expect(isApiError(again) && again.status).toBe(409);
    expect([...books.entries.keys()]).toEqual(['mine']);
    books.check();
  });

  test('whatever gets lost, creates at most once, and exactly once if it ends well', async () => {
    const fate = fc.constantFrom<Fate>('ok', 'lost', 'lost-in-a-503', 'unseen', '503', 'doubled');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 4 }), async (fates) => {
        const { books, create } = setUp(one);
        books.play(...fates);
        const end = await create().catch((error: unknown) => error);
        books.check();
        expect(books.entries.size).toBeLessThanOrEqual(1);
        if (!isSdkError(end))
          expect([...books.entries.values()].map(({ id }) => id)).toEqual([(end as { id: string }).id]);
      }),
      { numRuns: 15 },
    );
  });
});
