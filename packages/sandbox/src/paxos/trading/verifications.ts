// Proofs that somebody controls a blockchain address: by a signature or by a small deposit of an exact amount.
import { ed25519 } from '@noble/curves/ed25519';
import { utf8ToBytes } from '@noble/hashes/utils';
import type { Verification, VerificationStatus } from '@org/paxos-types';
import { fromBase58, recoverEvmAddress } from '../../iron/wallet-proof.ts';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import { compare } from '../decimal.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { addressOn, evmNetworks } from '../money/deposits.ts';
import type { TransferRecord } from '../money/transfers.ts';
import { is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, conflict, notFound } from '../problems.ts';
import type { WithId } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';

const lifetime = 48 * 3_600_000;

const page = 'https://docs.paxos.com/guides/address-verification';

export const verificationTransitions: Transitions<'PENDING' | 'APPROVED' | 'EXPIRED', 'prove' | 'expire'> = [
  { from: 'PENDING', on: 'prove', to: 'APPROVED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'expire', to: 'EXPIRED', evidence: 'documented', source: page },
];

export const verificationHandlers: PaxosHandlers = {
  CreateVerification(call) {
    const { body, records } = call;
    const { address, network, verification_method: method, ref_id } = body;
    const existing = findByRef(records.verifications, ref_id);
    if (existing) throw alreadyExists(`verification already exists with ref_id '${ref_id}'`, existing);
    if (!address || !network) throw badRequest('address and network are required');
    if (method !== 'SIGNATURE' && method !== 'SMALL_DEPOSIT') {
      throw badRequest('verification_method must be SIGNATURE or SMALL_DEPOSIT: a MANUAL one is arranged with support');
    }
    if (method === 'SIGNATURE' && network !== 'SOLANA' && !evmNetworks.includes(network)) {
      throw badRequest(`addresses on ${network} are not verified by SIGNATURE: use SMALL_DEPOSIT`);
    }
    const nonce = call.id().replaceAll('-', '').slice(0, 16);
    const now = call.timestamp();
    const verification: WithId<Verification> = compact({
      id: call.id(),
      network,
      address,
      verification_method: method,
      status: 'PENDING' as const,
      signature_verification:
        method === 'SIGNATURE' ? { message: messageOf(network, address, nonce), nonce } : undefined,
      small_deposit_verification:
        method === 'SMALL_DEPOSIT'
          ? {
              amount: `0.1${(Number.parseInt(nonce.slice(0, 8), 16) % 100_000).toString().padStart(5, '0')}`,
              asset: 'USDG',
              deposit_address: addressOn(call, network),
            }
          : undefined,
      ref_id: ref_id || undefined,
      created_at: now,
      updated_at: now,
      expires_at: call.timestamp(lifetime),
    });
    add(records.verifications, verification);
    call.schedule(lifetime, 'verification expires', { verification: verification.id });
    return { status: 200, body: verification };
  },

  SubmitSignature(call) {
    const { id, signature = '' } = call.body;
    const verification = find(call.records.verifications, id);
    if (!verification) throw notFound(`verification ${id} is unknown`);
    if (!verification.signature_verification) throw badRequest(`verification ${id} is not by signature`);
    if (verification.status !== 'PENDING') throw conflict(`verification ${id} is ${verification.status}`);
    verification.signature_verification = { ...verification.signature_verification, signature };
    // A bad signature is no error: the verification stays PENDING.
    if (signs(verification, signature)) advance(call, verification, 'prove');
    return { status: 200, body: verification };
  },

  GetVerification({ records, path }) {
    const verification = find(records.verifications, path.id);
    if (!verification) throw notFound(`verification ${path.id} is unknown`);
    return { status: 200, body: verification };
  },

  ListVerifications({ records, query }) {
    const wanted = all(records.verifications).filter(
      (one) =>
        is(query.address, one.address) &&
        is(query.network, one.network) &&
        is(query.status, one.status) &&
        is(query.verification_method, one.verification_method) &&
        is(query.deposit_address, one.small_deposit_verification?.deposit_address) &&
        within(one.created_at, query) &&
        within(one.updated_at, query, 'updated_at'),
    );
    return { status: 200, body: pageOf(wanted, query) };
  },
};

export const verificationJobs: PaxosJobs = {
  'verification expires'(context, { verification: id }: { verification: string }) {
    const verification = find(context.records.verifications, id);
    if (verification) advance(context, verification, 'expire');
  },
};

/** A deposit of exactly the amount asked for, at the address asked for, is the proof. */
export function proveByDeposit(context: PaxosContext, transfer: TransferRecord): void {
  if (transfer.type !== 'CRYPTO_DEPOSIT') return;
  const verification = all(context.records.verifications).find(
    ({ status, small_deposit_verification: small }) =>
      status === 'PENDING' &&
      small?.deposit_address === transfer.destination_address &&
      compare(small?.amount ?? '0', transfer.amount) === 0,
  );
  if (!verification || !transfer.crypto_tx_hash) return;
  verification.small_deposit_verification = {
    ...verification.small_deposit_verification,
    transaction_hash: transfer.crypto_tx_hash,
  };
  advance(context, verification, 'prove');
}

function advance(context: PaxosContext, verification: WithId<Verification>, on: 'prove' | 'expire'): void {
  const status = next(verificationTransitions, verification.status as 'PENDING', on);
  if (!status) return;
  verification.status = status as VerificationStatus;
  verification.updated_at = context.timestamp();
}

function messageOf(network: string, address: string, nonce: string): string {
  return network === 'SOLANA'
    ? JSON.stringify({ statement: 'Prove control of this address', address, nonce })
    : `Prove control of ${address}. Nonce: ${nonce}`;
}

/** EIP-191 on EVM chains, ed25519 on Solana, over the message word for word. */
function signs({ network, address = '', signature_verification }: Verification, signature: string): boolean {
  const message = signature_verification?.message ?? '';
  try {
    return network === 'SOLANA'
      ? ed25519.verify(fromBase58(signature), utf8ToBytes(message), fromBase58(address))
      : recoverEvmAddress(message, signature) === address.toLowerCase();
  } catch {
    return false;
  }
}
