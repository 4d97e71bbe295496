// Both APIs from a first record to money that has arrived, on the sandbox of this machine. `npm start` runs it.
import { startSandbox } from '@org/sandbox/server';
import { ironJourney } from './iron.ts';
import { paxosJourney } from './paxos.ts';
import { createSteps } from './steps.ts';

const steps = createSteps(process.stdout);
const server = await steps.run('Starting the sandbox', () => startSandbox({ port: 0 }));
try {
  steps.title('Iron: a customer gets on board, and euros become USDC');
  await ironJourney(server, steps);
  steps.title('Paxos: an identity is approved, and a withdrawal settles');
  await paxosJourney(server, steps);
  steps.title('Done');
  steps.note("The sandbox is yours to play with: npx @org/sandbox. For the providers' own, give");
  steps.note('`environment: \'sandbox\'` and your own credentials: see README.md, "A first real call".');
} catch (error) {
  steps.failed(error);
  process.exitCode = 1;
} finally {
  await server.close();
}
