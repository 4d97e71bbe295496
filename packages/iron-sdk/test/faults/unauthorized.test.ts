// API keys that Iron refuses.
import { pathResultOf, rejectionOf } from '@org/test-kit/outcomes';
import { startFakeIron } from '@org/test-kit/providers';
import { expect, test } from 'vitest';
import { createIronClient } from '../../src/index.ts';
import { createIronPathClient } from '../../src/paths.ts';

const CUSTOMER = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' } as const;

test('an operation method rejects with the plain text of the 401 and does not show the key', async () => {
  const { origin, options, seen } = await startFakeIron();
  const iron = createIronClient({ ...options, baseUrl: `${origin}/api`, apiKey: 'revoked-5ecret' });
  const error = await rejectionOf(iron.customer.createCustomer({ body: CUSTOMER }));
  expect(error).toMatchObject({ name: 'ApiError', status: 401, body: 'authorization error', requestId: undefined });
  expect(error.message).toBe(
    'createCustomer failed: 401 Unauthorized: authorization error. Check that the credentials are valid for this environment.',
  );
  expect(JSON.stringify(error)).not.toContain('revoked-5ecret');
  expect(seen).toHaveLength(1);
});

test('a path method resolves with the plain text of the 401', async () => {
  const { origin, options } = await startFakeIron();
  const iron = createIronPathClient({ ...options, baseUrl: `${origin}/api`, apiKey: 'revoked' });
  expect(await pathResultOf(iron.POST('/customers', { body: CUSTOMER }))).toEqual({
    status: 401,
    error: 'authorization error',
  });
});
