import type {
  CreateCryptoWithdrawalRequest,
  CryptoDestinationAddress,
  ListCryptoDestinationAddressesResponse,
  ListTransfersResponse,
  Transfer,
} from '@org/paxos-types';
import { InvalidRequestError, StateError, type WaitOptions, waitFor } from '@org/sdk-core';
import { agrees, assertId, assertObject } from '@org/sdk-core/internal';
import { assertAmount, assertOneAmount, isAtLeast } from '../decimal.ts';
import { refuseFields } from '../field-errors.ts';
import { problemOf } from '../problems.ts';
import type { TransferReader } from './transfer.ts';
import {
  type CryptoDestination,
  checkTravelRule,
  type DestinationStore,
  putTravelRule,
  type TravelRuleMetadata,
} from './travel-rule.ts';

type Query = Readonly<Record<string, string[]>>;

/** The part of a client that withdraws crypto. */
export interface CryptoWithdrawer extends DestinationStore {
  readonly transfers: TransferReader['transfers'] & {
    listTransfers(args: { query: { ref_ids: string[] } }, options: Options): PromiseLike<ListTransfersResponse>;
  };
  readonly cryptoWithdrawals: DestinationStore['cryptoWithdrawals'] & {
    createCryptoWithdrawal(args: { body: CreateCryptoWithdrawalRequest }, options: Options): PromiseLike<Transfer>;
    listCryptoDestinationAddresses(
      args: { query: { addresses: string[]; crypto_networks: CryptoDestination['crypto_network'][] } },
      options: Options,
    ): PromiseLike<ListCryptoDestinationAddressesResponse>;
  };
}

interface Options {
  readonly signal: AbortSignal;
}

/**
 * What the travel rule needs for a withdrawal:
 * - metadata: stored on the destination before the withdrawal, unless it is there already (Paxos's pattern A)
 * - a function: called when it is needed, with the destination; returns the metadata (pattern B)
 * - `not-needed`: nothing is checked or stored, for transfers that the rule exempts
 */
export type TravelRule =
  | TravelRuleMetadata
  | ((destination: CryptoDestination) => TravelRuleMetadata | PromiseLike<TravelRuleMetadata>)
  | 'not-needed';

/** A withdrawal, as `createCryptoWithdrawal` takes it, with what the SDK needs to do it once and by the travel rule. */
export interface CryptoWithdrawal extends Omit<CreateCryptoWithdrawalRequest, 'beneficiary' | 'ref_id'> {
  /** Stored by you before the first call: under it the withdrawal happens once, however often this is called. */
  readonly ref_id: string;
}

/** How to withdraw. */
export interface WithdrawOptions extends Omit<WaitOptions, 'whenBlocked'> {
  readonly travelRule?: TravelRule | undefined;
  /**
   * What is withdrawn is worth, in USD, as a decimal string. Known for dollar stablecoins. With it, missing metadata is
   * reported before anything is sent; without it, Paxos's refusal does that.
   */
  readonly usdValue?: string | undefined;
}

/** Worth a dollar each (inferred; a guide of Paxos's counts 5,000 USDG as 5,000 USD). */
const DOLLARS = new Set(['PYUSD', 'USDG', 'USDP', 'USDC', 'USDT']);
/** USD from which Paxos demands the metadata: 31 CFR 1010.410(f). */
const THRESHOLD = '3000';

/**
 * Withdraws crypto once, with the travel rule: from 3,000 USD Paxos has to know who receives (enforced from 2026-11-30).
 * The metadata is stored on the destination address, where later withdrawals find it. Called again with the same input,
 * also after a crash, it returns the same transfer: it looks `ref_id` up first, and creates only what is not there.
 * Transient failures are ridden out until the deadline.
 *
 * It returns as soon as Paxos has taken the withdrawal in. Then follow it with {@link waitForTransfer}.
 *
 * Scopes: `transfer:write_crypto_withdrawal`, `transfer:read_transfer`, and unless `travelRule` is `not-needed`
 * `transfer:read_crypto_destination_address` and `transfer:write_crypto_destination_address`.
 *
 * @param withdrawal amounts are decimal strings, exactly one of `amount` and `total`
 * @param options `travelRule`, `usdValue`, `deadline` and `interval` in milliseconds (600,000 and 2,000), `signal`
 * @throws {InvalidRequestError} before anything is sent, if an amount is not a decimal string, or metadata is incomplete
 * @throws {StateError} before money moves, if the rule needs metadata that nobody gave, if the destination is not
 *   approved, or if `ref_id` belongs to another withdrawal
 * @throws {WaitTimeoutError} when the deadline came first; the withdrawal may exist, so call again with the same input
 * @throws {ApiError} if Paxos refuses it: see `problemOf`
 * @example
 * const transfer = await withdrawCrypto(
 *   paxos,
 *   { ref_id: payout.id, profile_id, asset: 'USDG', amount: '5000.00', crypto_network: 'ETHEREUM', destination_address },
 *   { travelRule: { custodian_type: 'VASP', vasp: { id: vasp.id }, beneficiary: { self: true } } },
 * );
 * await waitForTransfer(paxos, transfer.id);
 * @see https://docs.paxos.com/guides/travel-rule/collection-patterns (documented; that `ref_id` finds a transfer by
 *   `listTransfers` too; that a dollar stablecoin counts as a dollar is inferred)
 */
export async function withdrawCrypto(
  client: CryptoWithdrawer,
  withdrawal: CryptoWithdrawal,
  options: WithdrawOptions = {},
): Promise<Transfer> {
  const { travelRule, usdValue, ...wait } = options;
  const worth = checkWithdrawal(withdrawal, travelRule, usdValue);
  const { crypto_network, destination_address: address, identity_id } = withdrawal;
  const destination: CryptoDestination = { crypto_network, address, ...(identity_id && { identity_id }) };
  // Asked once, however often the rest is tried.
  let collected = typeof travelRule === 'object' ? travelRule : undefined;
  const collect = async (): Promise<TravelRuleMetadata | undefined> => {
    if (typeof travelRule === 'function') collected ??= await travelRule(destination);
    return collected;
  };
  const attempt = async (signal: AbortSignal): Promise<Transfer> => {
    const { items } = await client.transfers.listTransfers({ query: { ref_ids: [withdrawal.ref_id] } }, { signal });
    const known = items?.find(({ ref_id }) => ref_id === withdrawal.ref_id);
    if (known) return sameOrThrow(known, withdrawal);
    const given = typeof travelRule === 'object' ? travelRule : undefined;
    const needed = worth !== undefined && isAtLeast(worth, THRESHOLD);
    if (travelRule !== 'not-needed' && (given || needed)) await prepare(client, destination, given, collect, signal);
    try {
      return await create(client, withdrawal, signal);
    } catch (error) {
      if (typeof travelRule !== 'function') throw error;
      if (problemOf(error)?.kind !== 'travel-rule-information-required') throw error;
      const metadata = await collect();
      if (metadata) await save(client, destination, metadata, signal);
      return create(client, withdrawal, signal);
    }
  };
  return waitFor(attempt, () => true, wait);
}

/** Throws `InvalidRequestError`. Returns what the withdrawal is worth in USD, where that is known. */
function checkWithdrawal(
  withdrawal: CryptoWithdrawal,
  travelRule: TravelRule | undefined,
  usdValue: string | undefined,
): string | undefined {
  assertObject(withdrawal, 'a withdrawal, as createCryptoWithdrawal takes it');
  for (const name of ['ref_id', 'profile_id', 'asset', 'crypto_network', 'destination_address'] as const) {
    assertId(name, withdrawal[name]);
  }
  const amount = withdrawal[assertOneAmount(withdrawal, 'amount', 'total')];
  if ('beneficiary' in withdrawal) {
    throw new InvalidRequestError("Pass option 'travelRule' instead of 'beneficiary'. Nothing was sent.");
  }
  if (usdValue !== undefined) assertAmount('usdValue', usdValue);
  if (typeof travelRule === 'object') refuseFields("Option 'travelRule' is incomplete", checkTravelRule(travelRule));
  return usdValue ?? (DOLLARS.has(withdrawal.asset) ? amount : undefined);
}

/** Makes sure before the withdrawal that the destination has complete metadata, and that which is given. */
async function prepare(
  client: CryptoWithdrawer,
  destination: CryptoDestination,
  given: TravelRuleMetadata | undefined,
  collect: () => Promise<TravelRuleMetadata | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const stored = await read(client, destination, signal);
  const missing = checkTravelRule(stored?.travelrule_metadata);
  if (missing.length === 0 && agrees(given, stored?.travelrule_metadata)) return checkStatus(stored);
  const metadata = await collect();
  if (metadata) return save(client, destination, metadata, signal);
  const names = missing.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new StateError(
    `The travel rule applies from ${THRESHOLD} USD, and the destination lacks its metadata: ${names}. Pass it as option 'travelRule'. No withdrawal was created.`,
    { notSent: true },
  );
}

async function save(
  client: CryptoWithdrawer,
  destination: CryptoDestination,
  metadata: TravelRuleMetadata,
  signal: AbortSignal,
): Promise<void> {
  checkStatus(await putTravelRule(client, destination, metadata, signal));
}

/** The entry of the address book, of the same owner. */
async function read(
  client: CryptoWithdrawer,
  { crypto_network, address, identity_id }: CryptoDestination,
  signal: AbortSignal,
): Promise<CryptoDestinationAddress | undefined> {
  const query = { addresses: [address], crypto_networks: [crypto_network] } satisfies Query;
  const { addresses } = await client.cryptoWithdrawals.listCryptoDestinationAddresses({ query }, { signal });
  return addresses?.find((entry) => entry.identity_id === identity_id && entry.crypto_network === crypto_network);
}

function checkStatus(entry: CryptoDestinationAddress | undefined): void {
  if (entry?.status !== 'PENDING' && entry?.status !== 'REJECTED') return;
  const why =
    entry.status === 'PENDING'
      ? 'waits for an approval. Call again with the same input once it is approved'
      : 'was rejected. Use another address';
  throw new StateError(`The destination address ${why}. No withdrawal was created.`, { notSent: true });
}

/** Creates the withdrawal, or returns the one that has its `ref_id` already. */
async function create(client: CryptoWithdrawer, withdrawal: CryptoWithdrawal, signal: AbortSignal): Promise<Transfer> {
  try {
    return await client.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal }, { signal });
  } catch (error) {
    const problem = problemOf(error);
    const id = problem?.kind === 'already-exists' ? problem.meta.existing?.id : undefined;
    if (typeof id !== 'string' || id === '') throw error;
    return sameOrThrow(await client.transfers.getTransfer({ path: { id } }, { signal }), withdrawal);
  }
}

/** A `ref_id` that was used for another withdrawal must not pass for this one. */
function sameOrThrow(transfer: Transfer, withdrawal: CryptoWithdrawal): Transfer {
  const { destination_address: sent, ...others } = withdrawal;
  const { destination_address: stored, ...facts } = transfer;
  // The case of a hexadecimal address is a checksum, and Paxos may write it otherwise.
  const same = (address: string): string => (address.startsWith('0x') ? address.toLowerCase() : address);
  const sameAddress = stored === undefined || same(stored) === same(sent);
  if (transfer.ref_id === withdrawal.ref_id && sameAddress && agrees(others, facts)) return transfer;
  throw new StateError(
    `ref_id belongs to transfer ${transfer.id}, which is another one than this withdrawal. Use a ref_id once. No withdrawal was created.`,
  );
}
