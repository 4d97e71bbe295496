// `npx @org/sandbox`, as a process.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

/** Runs it until it ends, or until it has written what is waited for. */
function run(args: readonly string[], until?: RegExp): Promise<{ code: number | null; output: string; stop(): void }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let output = '';
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    const read = (part: Buffer): void => {
      output += part;
      if (until?.test(output)) resolve({ code: null, output, stop });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', (code) => resolve({ code, output, stop }));
  });
}

test.each([
  [['--prot', '1'], `Unknown option --prot; did you mean '--port'?`],
  [['--port'], '--port needs a value'],
  [['--port', 'http'], '--port must be an integer from 0 to 65535 (got http).'],
  [['--stopped-clock=yes'], '--stopped-clock takes no value.'],
  [['--cors', 'localhost:3000'], '--cors must be an origin such as http://localhost:3000'],
  [['serve'], `Unknown command 'serve'. The only one is start`],
  [['--seed', '/no/such/file'], 'no such file'],
])('%j ends with 2 and says what to do', async (args, message) => {
  const { code, output } = await run(args);
  expect([code, output]).toEqual([2, expect.stringContaining(message)]);
});

test('--help lists every option', async () => {
  const { code, output } = await run(['--help']);
  expect(code).toBe(0);
  for (const option of ['port', 'host', 'allow-host', 'cors', 'data', 'seed', 'stopped-clock', 'help']) {
    expect(output).toContain(`--${option}`);
  }
});

test('starts, prints the variables that point a client at it, answers, and ends when it is told to', async () => {
  const { output } = await run(['start', '--port', '0'], /Its token: \S+\n/);
  const variables = Object.fromEntries(
    [...output.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(Object.keys(variables)).toEqual([
    'IRON_BASE_URL',
    'IRON_API_KEY',
    'PAXOS_BASE_URL',
    'PAXOS_TOKEN_URL',
    'PAXOS_CLIENT_ID',
    'PAXOS_CLIENT_SECRET',
  ]);
  expect((await fetch(`${variables.PAXOS_BASE_URL}/markets`)).status).toBe(200);
});
