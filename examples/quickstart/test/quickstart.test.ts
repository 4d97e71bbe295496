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
    '  Starting the sandbox … N s',
    '',
    'Iron: a customer gets on board, and euros become USDC',
    '  Creating a customer … Ada Lovelace, IdentificationRequired',
    '  Starting the identification … Pending; the customer goes on at its url',
    '  Approving it, as compliance would … Approved',
    '  Signing Terms of Service … N s',
    '  Signing Privacy Notice … N s',
    '  Reading the customer … Active',
    '  Registering a wallet … N s',
    '  Opening an on-ramp from euros to USDC … Authorized',
    '  Paying in 1000.00 euros, as a bank would … Pending',
    '  Reading the transaction … Completed, 997.50 USDC paid out',
    '  Webhooks received and verified: 12, the last one transaction_status',
    '',
    'Paxos: an identity is approved, and a withdrawal settles',
    '  Getting an access token and creating an identity … PENDING',
    '  Approving it, as screening would … N s',
    '  Reading the identity … APPROVED',
    '  Opening an account with a profile … N s',
    '  Crediting 500.00 USDG, as a deposit would … N s',
    '  Withdrawing 250.00 USDG … PENDING',
    '  Reading the transfer, a minute later … COMPLETED, 250.25 USDG with its fee',
    '  Reading the balance … 249.75 USDG',
    '  Reading what happened … identity.approved, transfer.crypto_deposit.pending, transfer.crypto_deposit.completed, transfer.crypto_withdrawal.pending, transfer.crypto_withdrawal.completed',
    '',
    'Done',
    "  The sandbox is yours to play with: npx @org/sandbox. For the providers' own, give",
    '  `environment: \'sandbox\'` and your own credentials: see README.md, "A first real call".',
    '',
  ]);
  expect(status).toBe(0);
});
