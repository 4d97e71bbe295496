// A new sandbox per sequence of calls, with time that stands still, and a credential for either API.
import { loadContract } from '../../src/contract/contract.ts';
import { createSandbox } from '../../src/index.ts';
import type { Model, World } from './calls.ts';

/** All scopes that an operation asks for. */
const scope = [
  ...new Set([...loadContract('paxos').operations.values()].flatMap(({ scopes = [] }) => scopes.flat())),
].join(' ');

export function world(): World {
  let token = { text: '', expires: 0 };
  const sandbox = createSandbox({ seed: 1, clock: { start: new Date('2026-12-01T09:00:00Z'), stopped: true } });
  return {
    sandbox,
    async authorize(provider) {
      if (provider === 'iron') return { 'x-api-key': 'key' };
      if (token.expires <= sandbox.clock.now().getTime()) {
        const form = { grant_type: 'client_credentials', client_id: 'client', client_secret: 'secret', scope };
        const body = new URLSearchParams(form);
        const response = await sandbox.paxos.fetch('https://oauth.sandbox.paxos.com/oauth2/token', {
          method: 'POST',
          body,
        });
        const { access_token: text, expires_in: seconds } = (await response.json()) as {
          access_token: string;
          expires_in: number;
        };
        token = { text, expires: sandbox.clock.now().getTime() + seconds * 1000 };
      }
      return { authorization: `Bearer ${token.text}` };
    },
  };
}

export const model = (): Model => ({ ids: new Map(), last: undefined, trace: [] });
