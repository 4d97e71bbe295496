// Bodies that are larger than what the sandbox handles, by depth and by number.
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { createNote, fakeSandbox, send } from './fake.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test.each([
  ['nested 20,000 deep', `{"text":"a","ignored":${nested(20_000)}}`],
  ['nested 65 deep', `{"text":"a","author":${nested(65)}}`],
  ['with an array of 1,001 items', `{"text":"a","other":[${'1,'.repeat(1000)}1]}`],
])('refuses a body %s, and nothing is kept of it', async (_name, body) => {
  const { sandbox } = fakeSandbox();
  const refused = await send(sandbox, 'POST', '/notes', { body });
  expect([refused.status, await refused.json()]).toEqual([400, 'body']);
  expect(await (await send(sandbox, 'GET', '/notes')).json()).toEqual([]);
  expect(() => sandbox.snapshot()).not.toThrow();
});

test('takes a body nested 64 deep with an array of 1,000 items', async () => {
  const { sandbox } = fakeSandbox();
  const body = `{"text":"a","x":${nested(63)},"y":[${'1,'.repeat(999)}1]}`;
  expect((await send(sandbox, 'POST', '/notes', { body })).status).toBe(201);
  expect((await createNote(sandbox, 'b')).status).toBe(201);
});

test('of a body with more than 100 items of arrays it tells the first problem only', async () => {
  const sandbox = createSandbox({ seed: 1 });
  const problemsOf = async (count: number): Promise<number> => {
    const response = await sandbox.iron.fetch('https://api.sandbox.iron.xyz/api/autoramps', {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'content-type': 'application/json', 'idempotency-key': `${count}` },
      body: JSON.stringify({ source_currencies: Array(count).fill(1) }),
    });
    expect(response.status).toBe(400);
    return (await response.text()).split('; ').length;
  };
  expect(await problemsOf(3)).toBeGreaterThan(1);
  expect(await problemsOf(1000)).toBe(1);
});
