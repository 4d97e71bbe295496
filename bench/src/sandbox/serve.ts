// Serves Iron's API by the sandbox or by Prism, and prints its address.
import { startSandbox } from '@org/sandbox/server';
import { startMocks } from '@org/tests/harness';

const url =
  process.argv[2] === 'prism' ? (await startMocks()).iron.url : (await startSandbox({ port: 0 })).env.IRON_BASE_URL;
console.log(url);
