// Whatever is called in whatever order: no failure that was not asked for, only responses that the contract declares, nothing twice.
import fc from 'fast-check';
import { test } from 'vitest';
import { commandsOf, type ProviderName } from './calls.ts';
import { model, world } from './world.ts';

const runs = process.env.TEST_LONG ? 5000 : 60;
test.each<ProviderName>(['iron', 'paxos'])(
  '%s never fails, whatever is called in whatever order',
  async (provider) => {
    const sequences = fc.commands(commandsOf(provider), { maxCommands: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(sequences, (commands) => fc.asyncModelRun(() => ({ model: model(), real: world() }), commands)),
      { numRuns: runs, endOnFailure: false },
    );
  },
  3_600_000,
);
