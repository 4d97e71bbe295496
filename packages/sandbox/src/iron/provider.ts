// Iron as the sandbox plays it: X-API-Key, bodies of errors as text or `{ message, trace_id }`, keys that live for a day.
import type { operations } from '@org/iron-types';
import { loadContract } from '../contract/contract.ts';
import { type Handlers, type Provider, Refusal, type Reply } from '../engine/provider.ts';
import { emptyIronRecords, type IronRecords } from './records.ts';

export type IronHandlers = Handlers<operations, IronRecords>;

const handlers: IronHandlers = {};

export function createIronProvider(): Provider<IronRecords> {
  const contract = loadContract('iron');
  return {
    name: 'iron',
    contract,
    basePath: '/api',
    handlers,
    jobs: {},
    emptyRecords: emptyIronRecords,
    authenticate(request, operation) {
      const key = request.headers.get('x-api-key');
      // Not JSON, although the contract declares a JSON string: https://docs.iron.xyz/authentication
      if (operation.scopes && !key) throw new Refusal({ status: 401, text: 'authorization error' });
      return { account: key ?? '' };
    },
    refusals: {
      invalid: (_operation, problems) =>
        text(400, problems.map(({ field, message }) => `${field} ${message}`).join('; ')),
      notFound: (pathname) => text(404, `no operation at ${pathname}`),
      methodNotAllowed: (allowed) => ({ ...text(405, 'method not allowed'), headers: { allow: allowed.join(', ') } }),
      malformedBody: () => text(400, 'the body is not JSON'),
      bodyTooLarge: (limit) => text(413, `the body has more than ${limit} bytes`),
      failed: (message) => ({ status: 500, body: { message, trace_id: 'sandbox' } }),
    },
    idempotency: {
      lifetime: 24 * 3_600_000,
      missing: (header) => text(400, `header.${header} is required`),
      conflict: () => text(409, 'the idempotency key was used with another request'),
    },
    deliver: () => Promise.reject(new Error('not built yet')),
  };
}

function text(status: number, message: string): Reply {
  return { status, body: message };
}
