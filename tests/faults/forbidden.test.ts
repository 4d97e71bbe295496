// Credentials that may not do what was asked.
import { respondWith } from '@org/test-kit/faults';
import { pathResultOf } from '@org/test-kit/outcomes';
import { jsonResponse } from '@org/test-kit/providers';
import { expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

test.each(CLIENTS)('%s: the error of a 403 names what to check', async (client) => {
  const { create, ids, inject } = await startClient(client);
  const iron = client.startsWith('Iron');
  const body = iron ? { message: 'read only', trace_id: 'trace-1' } : { title: 'read only' };
  inject(respondWith(jsonResponse(403, body)));
  if (client.endsWith('paths')) {
    expect((await pathResultOf(create())).status).toBe(403);
  } else {
    const error = await failureOf(create());
    expect(error).toMatchObject({ status: 403, requestId: iron ? 'trace-1' : undefined });
    expect(error.message).toBe(
      `${ids.create} failed: 403 Forbidden: read only. These credentials are not permitted to perform this operation.`,
    );
  }
});
