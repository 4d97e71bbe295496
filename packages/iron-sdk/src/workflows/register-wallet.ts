import type {
  Blockchain,
  RegisterSelfHostedWalletRequest,
  SelfHostedWalletResponse,
  VerifiedAddressResponse,
} from '@org/iron-types';
import { type CallOptions, InvalidRequestError, isApiError, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { isOwnershipMessageCurrent, walletOwnershipMessage } from '../wallet-proof.ts';
import { beginSteps, type Steps } from './steps.ts';
import type { IronWaitOptions } from './wait-options.ts';

/** The part of a client that lists a customer's wallets. */
export interface ListsWallets {
  readonly addresses: {
    getWalletAddresses(
      args: { path: { customer_id: string } },
      options?: CallOptions,
    ): PromiseLike<readonly VerifiedAddressResponse[]>;
  };
}

/** The part of a client that lists and registers wallets. */
export interface RegistersWallets extends ListsWallets {
  readonly addresses: ListsWallets['addresses'] & {
    registerSelfHostedWalletAddress(
      args: { body: RegisterSelfHostedWalletRequest },
      options?: CallOptions,
    ): PromiseLike<SelfHostedWalletResponse>;
  };
}

export interface WalletToRegister {
  readonly customerId: string;
  /** As the wallet shows it. */
  readonly address: string;
  readonly blockchain: Blockchain;
  /** For display. */
  readonly name?: string | undefined;
  /**
   * Has the wallet sign a text and returns the signature: hex with `0x` for EVM chains (`personal_sign`), base58 for Solana.
   * Called again if midnight UTC passes before the text is sent. What it throws reaches you unchanged.
   */
  readonly sign: (message: string) => string | PromiseLike<string>;
  /** Puts text of your own around the message; the message itself has to stay as it is. */
  readonly wrap?: ((message: string) => string) | undefined;
}

/** A wallet that can be used in ramps. */
export interface RegisteredWallet {
  /** The id of the record, which quotes need. */
  readonly id: string;
  readonly address: string;
  readonly blockchain: Blockchain;
  /** False if it was registered before. */
  readonly isNew: boolean;
}

/**
 * The wallet cannot be used; with its `state`: `disabled` (enable it with `updateDisabledStatus`, if you may) or `absent`
 * (Iron has it, but not for this customer), and the `walletId` of a disabled one.
 */
export class WalletUnavailableError extends StateError {
  declare readonly state: 'disabled' | 'absent';
  declare readonly walletId: string | undefined;
}

/**
 * Registers a self-hosted wallet, unless it is registered: writes the message, has it signed, and sends both. A signature
 * is asked for only where one is needed, and again where midnight in UTC passes meanwhile, since Iron takes a proof on the
 * day of its date only. Can be repeated after any failure: it goes on where it was.
 *
 * Documented: message, date, signatures. Observed in other clients: that Iron answers 409 for a wallet that it knows, and
 * that the list of wallets says why.
 *
 * @param options `deadline` is for everything together, signing included; default 600,000 ms
 * @throws {StateError} a {@link WalletUnavailableError}; its `state` says why
 * @throws {InvalidRequestError} if the wallet is malformed, or `wrap` changes the message; nothing was sent then
 * @throws {ApiError} if Iron refuses it, for instance 400 where the signature does not fit
 * @throws {WaitTimeoutError} if the deadline comes first; its `cause` is the last transient failure
 * @example
 * const { id } = await registerWallet(iron, { customerId, address, blockchain: 'Base', sign: (text) => wallet.signMessage(text) });
 * @see https://docs.iron.xyz/crypto-addresses
 * @see https://docs.iron.xyz/travel-rule
 */
export async function registerWallet(
  iron: RegistersWallets,
  wallet: WalletToRegister,
  options: IronWaitOptions = {},
): Promise<RegisteredWallet> {
  assertId('customerId', wallet?.customerId);
  const { customerId, address, blockchain, name, sign } = wallet;
  assertId('address', address);
  assertId('blockchain', blockchain);
  if (typeof sign !== 'function') throw new InvalidRequestError(`'sign' must be a function. Nothing was sent.`);
  const steps = beginSteps(options);
  const known = await findWallet(iron, steps, wallet);
  if (known) return usable(known, false);
  for (;;) {
    const message = messageOf(wallet, steps.now());
    const signature = await steps.run(() => sign(message));
    assertId('signature', signature);
    const isCurrent = (): boolean => isOwnershipMessageCurrent(message, { address, customerId, at: steps.now() });
    if (!isCurrent()) continue;
    const body = { customer_id: customerId, address, blockchain, message, signature, ...(name && { name }) };
    try {
      // Each attempt has a key of its own: Iron stores failures under a key, and knows a wallet without one.
      const made = await steps.run((call) => iron.addresses.registerSelfHostedWalletAddress({ body }, call));
      return usable({ ...made, blockchain, wallet_address: made.address }, true);
    } catch (error) {
      if (!isApiError(error)) throw error;
      if (error.status === 409) {
        // An attempt whose response was lost, or another request, may have been first.
        const found = await findWallet(iron, steps, wallet);
        if (found) return usable(found, false);
        throw unavailable(
          'absent',
          undefined,
          'is registered, but not for this customer. Check the customer, or use another wallet.',
        );
      }
      if (error.status !== 400 || isCurrent()) throw error;
    }
  }
}

/** Finds a customer's wallet, in whatever case an EVM address is written. */
export async function findWallet(
  iron: ListsWallets,
  steps: Steps,
  { customerId, address, blockchain }: Pick<WalletToRegister, 'customerId' | 'address' | 'blockchain'>,
): Promise<VerifiedAddressResponse | undefined> {
  const args = { path: { customer_id: customerId } };
  const all = await steps.run((call) => iron.addresses.getWalletAddresses(args, call));
  return all.find((one) => one.blockchain === blockchain && sameAddress(one.wallet_address, address));
}

/** Whether two addresses are one: hex digits in any case, everything else letter by letter. */
export function sameAddress(one: string, other: string): boolean {
  const isHex = /^0x[0-9a-f]+$/i;
  return one === other || (isHex.test(one) && isHex.test(other) && one.toLowerCase() === other.toLowerCase());
}

function messageOf({ address, customerId, wrap }: WalletToRegister, at: Date): string {
  const ownership = { address, customerId, at };
  const message = walletOwnershipMessage(ownership);
  const wrapped = wrap ? wrap(message) : message;
  if (typeof wrapped === 'string' && isOwnershipMessageCurrent(wrapped, ownership)) return wrapped;
  throw new InvalidRequestError(`'wrap' must return a text that contains the message as it is. Nothing was sent.`);
}

type Found = Pick<VerifiedAddressResponse, 'id' | 'wallet_address' | 'blockchain' | 'disabled'>;

function usable(found: Found, isNew: boolean): RegisteredWallet {
  const { id, wallet_address, blockchain, disabled } = found;
  if (!disabled) return { id, address: wallet_address, blockchain, isNew };
  throw unavailable('disabled', id, 'is disabled: no ramp may use it until it is enabled again.');
}

function unavailable(
  state: WalletUnavailableError['state'],
  walletId: string | undefined,
  what: string,
): WalletUnavailableError {
  return new WalletUnavailableError(`The wallet ${what}`, { state, walletId, retryable: false });
}
