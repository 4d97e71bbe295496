// Iron as the sandbox plays it: X-API-Key, dated versions, bodies of errors as text or `{ message, trace_id }`.
import { loadContract, type Operation } from '../contract/contract.ts';
import { type Provider, Refusal, type Reply } from '../engine/provider.ts';
import { ironActions } from './actions.ts';
import { refusal } from './call.ts';
import { deliver } from './delivery.ts';
import { ironHandlers, ironJobs } from './handlers.ts';
import { emptyIronRecords, type IronRecords } from './records.ts';
import { trigger } from './trigger.ts';

/** https://docs.iron.xyz/versioning: without the header it is the first. */
const versions = ['2025-03-13', '2026-07-01', '2026-08-01'] as const;
/** A key of this prefix has the role Read Only, over the state of the key that follows it. */
const readOnlyPrefix = 'read_';
/** The key that is never accepted. */
const invalidKey = 'invalid';

const traceId = '00000000-0000-4000-8000-000000000000';

export function createIronProvider(): Provider<IronRecords> {
  return {
    name: 'iron',
    contract: loadContract('iron'),
    basePath: '/api',
    handlers: ironHandlers,
    jobs: ironJobs,
    emptyRecords: emptyIronRecords,
    authenticate(request, operation) {
      const key = request.headers.get('x-api-key');
      // Not JSON, although the contract declares a JSON string: https://docs.iron.xyz/authentication
      if (operation.scopes && (!key || key === invalidKey)) {
        throw new Refusal({ status: 401, text: 'authorization error' });
      }
      const readOnly = key?.startsWith(readOnlyPrefix) ?? false;
      if (readOnly && operation.method !== 'GET') {
        throw new Refusal(forbidden(operation));
      }
      refuseBadHeaders(request, operation);
      return { account: (readOnly ? key?.slice(readOnlyPrefix.length) : key) ?? '' };
    },
    refusals: {
      invalid(operation, problems, body) {
        const isRateQuote =
          operation.id === 'createAutoramp' && typeof body === 'object' && body !== null && 'autoramp_id' in body;
        if (isRateQuote)
          return text(422, 'this quote was made for an existing autoramp; send it to attachQuoteToAutoramp');
        const message = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
        return text(400, message);
      },
      notFound: (pathname) => text(404, `no operation at ${pathname}`),
      methodNotAllowed: (allowed) => ({ ...text(405, 'method not allowed'), headers: { allow: allowed.join(', ') } }),
      malformedBody: () => text(400, 'the body is not JSON'),
      bodyTooLarge: (limit) => text(413, `the body has more than ${limit} bytes`),
      failed: (message) => ({ status: 500, body: { message, trace_id: traceId } }),
    },
    // The version that was used is sent back: https://docs.iron.xyz/versioning
    responseHeaders: (request) => ({
      'x-api-version': versions.find((known) => known === request.get('x-api-version')) ?? versions[0],
    }),
    idempotency: {
      lifetime: 24 * 3_600_000,
      missing: (header) => text(400, `header.${header} is required`),
      conflict: () => text(409, 'the idempotency key was used with another request'),
    },
    deliver,
    trigger,
    actions: ironActions,
  };
}

function refuseBadHeaders(request: Pick<Request, 'headers'>, operation: Operation): void {
  const version = request.headers.get('x-api-version');
  if (version && !versions.some((known) => known === version)) {
    throw new Refusal(text(400, `header.X-API-Version ${version} is unknown; use one of ${versions.join(', ')}`));
  }
  const subPartner = request.headers.get('x-sub-partner-id');
  const takesIt = operation.parameters.some(({ name }) => name === 'X-SUB-PARTNER-ID');
  if (takesIt && subPartner !== null && !/^[0-9a-f-]{36}$/i.test(subPartner)) {
    throw new Refusal(text(400, 'header.X-SUB-PARTNER-ID must be a UUID'));
  }
}

function forbidden(operation: Operation): Reply {
  const message = 'the key is read only; use a key that may write';
  return operation.responses.has('403') ? refusal(operation, 403, message, () => traceId) : text(403, message);
}

function text(status: number, message: string): Reply {
  return { status, body: message };
}
