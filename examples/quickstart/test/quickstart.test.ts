// What `npm start` runs, as a person sees it: every step with its outcome, and a clean end.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const run = (env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [main], { encoding: 'utf8', timeout: 50_000, env: { ...process.env, ...env } });

test('goes through both journeys and exits 0', () => {
  const { status, stdout, stderr } = run();
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.replace(/\d+\.\d s$/, 'N s'))).toEqual([
    '  Starting mocks of both APIs on free ports … N s',
    '',
    'Iron: a customer gets on board',
    '  Creating a customer … Ada Lovelace, 0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01, IdentificationRequired',
    '  Starting the identification … Pending; the customer goes on at https://verify.example.com/kyc/0198c3a9-10aa-7d20-8e31-5b7c9d2f0a11',
    '  Reading the first page of identifications … 1 found: Approved',
    '  Reading the documents to sign … Terms of Service',
    '  Signing Terms of Service … signed at 2026-03-03T12:02:00Z',
    '  Reading abilities … euro deposits by SEPA: Active',
    '',
    'Paxos: an identity',
    '  Getting an access token and creating an identity … f190b163-208f-4d73-8deb-4fb8b24add00, PENDING',
    '  Reading the identity … Ada Lovelace, APPROVED',
    '  Tokens asked for: 1; both calls shared it.',
    '',
    'Done',
    '  The mocks answer from the contracts in specs/, always the same. For the real sandboxes, give',
    '  `environment: \'sandbox\'` and your own credentials: see README.md, "A first real call".',
    '',
  ]);
  expect(status).toBe(0);
});
