import { createPaxosClient } from '@org/paxos-sdk';
import type { SandboxServer } from '@org/sandbox/server';
import type { Steps } from './steps.ts';

/** A new identity to a withdrawal that has settled. */
export async function paxosJourney({ sandbox, env }: SandboxServer, steps: Steps): Promise<void> {
  const paxos = createPaxosClient({
    baseUrl: env.PAXOS_BASE_URL ?? '',
    tokenUrl: env.PAXOS_TOKEN_URL ?? '',
    clientId: 'quickstart',
    clientSecret: 'quickstart-secret',
    scopes: [
      'identity:read_identity',
      'identity:write_identity',
      'identity:write_account',
      'funding:read_profile',
      'transfer:write_crypto_withdrawal',
      'transfer:read_transfer',
      'events:read_event',
    ],
  });

  const { id } = await steps.run(
    'Getting an access token and creating an identity',
    () =>
      paxos.identity.createIdentity({
        body: {
          ref_id: 'ada',
          person_details: {
            verifier_type: 'PASSTHROUGH',
            passthrough_verifier_type: 'PERSONA',
            passthrough_verified_at: '2026-03-02T09:10:00Z',
            first_name: 'Ada',
            last_name: 'Lovelace',
            date_of_birth: '1990-12-10',
            address: { country: 'GBR', address1: '12 St James Square', city: 'London', province: 'London' },
            nationality: 'GBR',
            cip_id: '502113987',
            cip_id_type: 'PASSPORT',
            cip_id_country: 'GBR',
          },
          tax_details: [{ tax_payer_id: 'QQ123456C', tax_payer_country: 'GBR' }],
        },
      }),
    ({ status }) => `${status}`,
  );
  await steps.run('Approving it, as screening would', () =>
    paxos.sandboxIdentity.sandboxSetIdentityStatus({
      path: { id },
      body: { id_verification_status: 'APPROVED', sanctions_verification_status: 'APPROVED' },
    }),
  );
  await steps.run(
    'Reading the identity',
    () => paxos.identity.getIdentity({ path: { id } }),
    ({ status }) => `${status}`,
  );

  const { profile_id = '' } = await steps.run('Opening an account with a profile', () =>
    paxos.accounts.createAccount({ body: { account: { identity_id: id }, create_profile: true } }),
  );
  await steps.run('Crediting 500.00 USDG, as a deposit would', () =>
    paxos.sandboxDeposits.createSandboxDeposit({
      path: { profile_id },
      body: { asset: 'USDG', amount: '500.00', crypto_network: 'ETHEREUM' },
    }),
  );
  await sandbox.clock.advance('1m');

  const transfer = await steps.run(
    'Withdrawing 250.00 USDG',
    () =>
      paxos.cryptoWithdrawals.createCryptoWithdrawal({
        body: {
          ref_id: 'withdrawal-1',
          profile_id,
          asset: 'USDG',
          amount: '250.00',
          crypto_network: 'ETHEREUM',
          destination_address: '0x52908400098527886E0F7030069857D2E4169EE7',
        },
      }),
    ({ status }) => status,
  );
  await sandbox.clock.advance('1m');
  await steps.run(
    'Reading the transfer, a minute later',
    () => paxos.transfers.getTransfer({ path: { id: transfer.id } }),
    ({ status, total }) => `${status}, ${total} USDG with its fee`,
  );
  await steps.run(
    'Reading the balance',
    () => paxos.profiles.getProfileBalance({ path: { profile_id, asset: 'USDG' } }),
    ({ available }) => `${available} USDG`,
  );
  await steps.run(
    'Reading what happened',
    () => paxos.events.listEvents(),
    ({ events = [] }) => events.map(({ type }) => type).join(', '),
  );
}
