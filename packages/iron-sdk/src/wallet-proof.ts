// The text by which a customer proves that a self-hosted wallet is theirs.
import { InvalidRequestError } from '@org/sdk-core';

export interface WalletOwnership {
  /** As the customer registers it. */
  readonly address: string;
  readonly customerId: string;
  /** When it is signed. Default: now. Only its date in UTC counts. */
  readonly at?: Date | undefined;
}

/**
 * Returns the text to sign, byte for byte as Iron expects it. Have it signed as it is (`personal_sign` on EVM chains), and
 * send text and signature to `registerSelfHostedWalletAddress` on the same UTC day: after midnight a new one is needed.
 *
 * @throws {InvalidRequestError} if the address or the id is missing or has white space in it, or the time is no valid date
 * @example
 * const message = walletOwnershipMessage({ address, customerId: customer.id });
 * const signature = await wallet.signMessage(message);
 * @see https://docs.iron.xyz/travel-rule
 */
export function walletOwnershipMessage(ownership: WalletOwnership): string {
  const { address, customerId, at } = ownership ?? {};
  return `I am verifying ownership of the wallet address ${part('address', address)} as customer ${part('customerId', customerId)}. This message was signed on ${utcDate(at)} to confirm my control over this wallet.`;
}

/**
 * Reports whether a text contains the message of {@link walletOwnershipMessage} for this wallet and customer, dated today
 * in UTC; Iron accepts text around it. Ask before sending: between signing and sending midnight may have passed.
 *
 * @param ownership `at` is the time of sending; default: now
 * @throws {InvalidRequestError} like `walletOwnershipMessage`
 * @example
 * if (!isOwnershipMessageCurrent(message, { address, customerId })) await signAgain();
 */
export function isOwnershipMessageCurrent(message: string, ownership: WalletOwnership): boolean {
  const expected = walletOwnershipMessage(ownership);
  return typeof message === 'string' && message.includes(expected);
}

function part(name: string, value: unknown): string {
  // Iron compares byte by byte, so that white space which nobody sees would spoil the signature.
  if (typeof value === 'string' && /^\S+$/.test(value)) return value;
  throw new InvalidRequestError(`'${name}' must be a text without white space.`);
}

/** DD/MM/YYYY. */
function utcDate(at: Date = new Date()): string {
  const iso = at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : '';
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)T/.exec(iso) ?? [];
  if (!year) throw new InvalidRequestError(`'at' must be a valid Date.`);
  return `${day}/${month}/${year}`;
}
