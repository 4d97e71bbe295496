// Paxos as the sandbox plays it: tokens by client credentials with scopes, problem bodies, ref_id instead of a key.
import type { operations } from '@org/paxos-types';
import { loadContract } from '../contract/contract.ts';
import { type Handlers, type Provider, Refusal, type Reply } from '../engine/provider.ts';
import { emptyPaxosRecords, type PaxosRecords } from './records.ts';

export type PaxosHandlers = Handlers<operations, PaxosRecords>;

const handlers: PaxosHandlers = {};

export function createPaxosProvider(): Provider<PaxosRecords> {
  const contract = loadContract('paxos');
  return {
    name: 'paxos',
    contract,
    basePath: '/v2',
    handlers,
    jobs: {},
    emptyRecords: emptyPaxosRecords,
    authenticate(request, operation) {
      if (!operation.scopes) return { account: '' };
      if (!request.headers.get('authorization'))
        throw new Refusal(problem(401, 'Unauthorized', 'the token is missing'));
      return { account: '' };
    },
    refusals: {
      invalid: (_operation, problems) =>
        problem(400, 'Bad Request', problems.map(({ field, message }) => `${field} ${message}`).join('; ')),
      notFound: (pathname) => problem(404, 'Not Found', `no operation at ${pathname}`),
      methodNotAllowed: (allowed) => ({
        ...problem(405, 'Method Not Allowed', 'method not allowed'),
        headers: { 'content-type': 'application/problem+json', allow: allowed.join(', ') },
      }),
      malformedBody: () => problem(400, 'Bad Request', 'the body is not JSON'),
      bodyTooLarge: (limit) => problem(413, 'Content Too Large', `the body has more than ${limit} bytes`),
      failed: (detail) => problem(500, 'Internal Server Error', detail),
    },
    deliver: () => Promise.reject(new Error('not built yet')),
  };
}

export function problem(status: number, title: string, detail: string): Reply {
  return {
    status,
    body: { type: 'about:blank', title, status, detail },
    headers: { 'content-type': 'application/problem+json' },
  };
}
