// The fake providers keep the rules that their documentation gives, and count what was carried out.
import { describe, expect, test } from 'vitest';
import * as faults from '../src/providers/faults.ts';
import { IRON_KEY, PAXOS_ID, PAXOS_SECRET, RECORDS, startFakeIron, startFakePaxos } from '../src/providers/index.ts';

const KEY = '0198c3a9-0f00-7a11-8b22-5b7c9d2f0a01';

describe('fake Iron', () => {
  const create = (origin: string, name: string, key = KEY, call = 'call-1'): Promise<Response> =>
    fetch(`${origin}/api/customers`, {
      method: 'POST',
      headers: { 'X-API-Key': IRON_KEY, 'IDEMPOTENCY-KEY': key, 'X-Call': call },
      body: JSON.stringify({ name }),
    });

  test('returns the stored response for a repeated key, and creates once', async () => {
    const { origin, effects } = await startFakeIron();
    const [first, second] = [await create(origin, 'Ada'), await create(origin, 'Ada')];
    expect([first.status, second.status]).toEqual([201, 201]);
    const { id } = (await first.json()) as { id: string };
    expect(await second.json()).toMatchObject({ id });
    expect(effects.of('call-1')).toMatchObject({ created: [id], requests: 2 });
    expect([effects.of('call-1').fingerprints.size, effects.of('call-1').keys]).toEqual([1, new Set([KEY])]);
  });

  test('refuses a key that was used for another request, a missing key and a wrong API key', async () => {
    const { origin, effects } = await startFakeIron();
    await create(origin, 'Ada');
    expect((await create(origin, 'Grace')).status).toBe(409);
    expect((await create(origin, 'Ada', '')).status).toBe(400);
    expect((await fetch(`${origin}/api/customers`)).status).toBe(401);
    expect(effects.of('call-1').created).toHaveLength(1);
  });

  test('stores a failure and returns it for the same key', async () => {
    const { origin, inject, effects } = await startFakeIron();
    inject(faults.fail);
    const [first, second] = [await create(origin, 'Ada'), await create(origin, 'Ada')];
    expect([first.status, second.status]).toEqual([500, 500]);
    expect(await second.json()).toEqual(await first.json());
    expect(effects.of('call-1').created).toEqual([]);
  });

  test('pages through its records', async () => {
    const { origin } = await startFakeIron();
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const response = await fetch(`${origin}/api/customers?cursor=${cursor}`, { headers: { 'X-API-Key': IRON_KEY } });
      const page = (await response.json()) as { items: { id: string }[]; cursor: string | null };
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(ids).toEqual(RECORDS.map(({ id }) => id));
  });
});

describe('fake Paxos', () => {
  const token = async (origin: string): Promise<string> => {
    const body = new URLSearchParams({ client_id: PAXOS_ID, client_secret: PAXOS_SECRET, scope: 'a' });
    const response = await fetch(`${origin}/oauth2/token`, { method: 'POST', body });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const create = async (origin: string, bearer: string, refId: string): Promise<Response> =>
    fetch(`${origin}/v2/transfer/internal`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bearer}`, 'X-Call': 'call-1' },
      body: JSON.stringify({ ref_id: refId, amount: '12.50' }),
    });

  test('refuses a ref_id that it knows, with the existing record', async () => {
    const { origin, effects } = await startFakePaxos();
    const bearer = await token(origin);
    const record = await (await create(origin, bearer, 'r-1')).json();
    expect(record).toMatchObject({ ref_id: 'r-1', amount: '12.5' });
    const second = await create(origin, bearer, 'r-1');
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ meta: { existing: record } });
    expect(effects.of('call-1').created).toHaveLength(1);
  });

  test('refuses revoked tokens, and counts requests for tokens apart', async () => {
    const { origin, paxos, seen } = await startFakePaxos();
    const bearer = await token(origin);
    paxos.revoke();
    expect((await create(origin, bearer, 'r-1')).status).toBe(401);
    expect((await create(origin, await token(origin), 'r-1')).status).toBe(200);
    expect(paxos.tokenRequests).toBe(2);
    expect(seen).toHaveLength(2);
  });

  test('plays faults one request each, for the API and for tokens', async () => {
    const { origin, inject, injectIntoTokens, effects } = await startFakePaxos();
    injectIntoTokens(faults.resetBefore);
    await expect(token(origin)).rejects.toThrow('fetch failed');
    const bearer = await token(origin);
    inject(faults.resetAfter, faults.rejectWith(503, '7'));
    await expect(create(origin, bearer, 'r-1')).rejects.toThrow('fetch failed');
    const rejected = await create(origin, bearer, 'r-2');
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await create(origin, bearer, 'r-2')).status).toBe(200);
    expect(effects.of('call-1')).toMatchObject({ requests: 3, created: [expect.any(String), expect.any(String)] });
  });
});
