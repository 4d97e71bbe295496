// Whatever is called in whatever order: no failure that was not asked for, only responses that the contract declares, nothing twice.
import fc from 'fast-check';
import { test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { commandsOf, type Model, type ProviderName, type World } from './calls.ts';

const runs = process.env.TEST_LONG ? 5000 : 60;
const model = (): Model => ({ ids: new Map(), last: undefined, trace: [] });

function world(): World {
  const sandbox = createSandbox({ seed: 1, clock: { start: new Date('2026-12-01T09:00:00Z'), stopped: true } });
  return {
    sandbox,
    async authorize(provider) {
      if (provider === 'iron') return { 'x-api-key': 'key' };
      return { authorization: 'Bearer token' };
    },
  };
}

test.each<ProviderName>(['iron', 'paxos'])('%s never fails, whatever is called in whatever order', async (provider) => {
  const sequences = fc.commands(commandsOf(provider), { maxCommands: 40, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sequences, (commands) => fc.asyncModelRun(() => ({ model: model(), real: world() }), commands)),
    { numRuns: runs, endOnFailure: false },
  );
}, 3_600_000);
