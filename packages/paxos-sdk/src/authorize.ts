import type { Authorizer, Call, FailureOutcome } from '@org/sdk-core/internal';
import type { PaxosOperation } from './generated/operations.ts';
import type { Limiter } from './rate-limit/limiter.ts';
import { turnOf } from './rate-limit/step.ts';
import type { TokenSource } from './token/token-source.ts';

/** Puts an access token on every request that needs one, and renews it when Paxos refuses it. */
export function tokenAuthorizer(tokens: TokenSource, limiter: Limiter | undefined): Authorizer<PaxosOperation> {
  const set = (headers: Headers, token: string): undefined => {
    headers.set('Authorization', `Bearer ${token}`);
  };
  return {
    apply(headers, { operation }) {
      if (operation.public) return undefined;
      const token = tokens.get();
      if (typeof token === 'string') return set(headers, token);
      return token.then((fresh) => (typeof fresh === 'string' ? set(headers, fresh) : fresh));
    },
    async renew(headers: Headers, call: Call<PaxosOperation>): Promise<boolean | FailureOutcome> {
      if (call.operation.public) return false;
      const renewed = await tokens.renew(headers.get('Authorization')?.slice('Bearer '.length) ?? '');
      if (renewed !== true || !limiter) return renewed;
      // It is sent once more, and Paxos counts that one too.
      const turn = await turnOf(limiter, call, true);
      return turn.failure ?? true;
    },
  };
}
