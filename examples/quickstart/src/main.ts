// The first calls to both APIs, against mocks on this machine. `npm start` runs it.
import { startMocks } from '@org/tests/harness';
import { ironJourney } from './iron.ts';
import { paxosJourney } from './paxos.ts';
import { createSteps } from './steps.ts';

const steps = createSteps(process.stdout);
const mocks = await steps.run('Starting mocks of both APIs on free ports', () => startMocks());
try {
  steps.title('Iron: a customer gets on board');
  await ironJourney(mocks.iron.url, steps);
  steps.title('Paxos: an identity');
  await paxosJourney(mocks.paxos.url, mocks.tokens, steps);
  steps.title('Done');
  steps.note('The mocks answer from the contracts in specs/, always the same. For the real sandboxes, give');
  steps.note('`environment: \'sandbox\'` and your own credentials: see README.md, "A first real call".');
} catch (error) {
  steps.failed(error);
  process.exitCode = 1;
} finally {
  await mocks.close();
}
