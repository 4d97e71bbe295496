import type { Authorizer } from '@org/sdk-core';
import type { TokenSource } from './token-source.ts';

/** Puts an access token on every request that needs one, and gets a new one when Paxos refuses it. */
export function authorizeWithToken(tokens: TokenSource): Authorizer {
  return {
    apply(request, { operation }) {
      if (operation.open) return undefined;
      const token = tokens.get();
      if (typeof token === 'string') {
        request.headers.set('Authorization', `Bearer ${token}`);
        return undefined;
      }
      return token.then((fresh) => request.headers.set('Authorization', `Bearer ${fresh}`));
    },
    async refused(request, { operation }) {
      if (operation.open) return false;
      // Only the token that was refused is dropped: another call may have brought a new one meanwhile.
      tokens.drop(request.headers.get('Authorization')?.slice('Bearer '.length) ?? '');
      return true;
    },
  };
}
