import { type Clock, ConfigError, type Context, type Operation, SdkError } from '@org/sdk-core';
import { type Authorizer, outcome } from '@org/sdk-core/internal';
import { takeTurn } from './rate-limit/layer.ts';
import type { Limiter } from './rate-limit/limiter.ts';
import { rateClassOf } from './rate-limit/rate-class.ts';
import type { TokenSource } from './token/token-source.ts';

/**
 * Puts an access token on every request that needs one, and gets a new one when Paxos refuses it. A call whose scope
 * was not asked for fails here, before anything is sent.
 */
export function authorizeWithToken(
  tokens: TokenSource,
  scopes: readonly string[],
  limiter: Limiter | undefined,
  clock: Clock,
): Authorizer {
  const asked = new Set(scopes);
  return {
    apply(request, context) {
      const { operation } = context;
      if (isOpen(operation)) return undefined;
      const missing = missingScopes(operation, asked);
      if (missing) throw new ConfigError(`${missing} Nothing was sent.`, context);
      const token = tokens.get();
      if (typeof token === 'string') {
        request.headers.set('Authorization', `Bearer ${token}`);
        return undefined;
      }
      return token.then(
        (fresh) => request.headers.set('Authorization', `Bearer ${fresh}`),
        (error) => {
          throw inCall(error, context);
        },
      );
    },
    async refused(request, context) {
      if (isOpen(context.operation)) return false;
      tokens.drop(request.headers.get('Authorization')?.slice('Bearer '.length) ?? '');
      // It is sent once more, and Paxos counts that one too.
      if (limiter) await takeTurn(limiter, rateClassOf(context.operation), context, clock);
      return true;
    },
  };
}

/** True for an operation that takes no credentials. */
function isOpen(operation: Operation): boolean {
  return operation.public !== undefined;
}

/** What is missing, in words; undefined where all is there. `a|b,c` is one of the first two, and the third. */
function missingScopes({ scopes }: Operation, asked: ReadonlySet<string>): string | undefined {
  const lacking = scopes?.split(',').filter((group) => !group.split('|').some((scope) => asked.has(scope))) ?? [];
  if (lacking.length === 0) return undefined;
  const needed = lacking.map((group) =>
    group
      .split('|')
      .map((scope) => `'${scope}'`)
      .join(' or '),
  );
  return `it needs the scope ${needed.join(' and ')}, which option 'scopes' does not ask for. Add it there.`;
}

/**
 * The failure of a request for a token, as the failure of one of the calls that waited for it. This attempt was certainly
 * not sent; one before it may have been.
 */
function inCall(error: unknown, context: Context): unknown {
  if (!(error instanceof SdkError)) return error;
  const Kind = error.constructor as typeof SdkError;
  const unsent = context.failures.every((failure) => failure.unsent);
  const copy = new Kind(`${error.message} ${outcome(context)}`, context, { ...error, unsent }, error.cause);
  for (const name of ['body', 'response']) {
    const hidden = Object.getOwnPropertyDescriptor(error, name);
    if (hidden) Object.defineProperty(copy, name, hidden);
  }
  return copy;
}
