// Opening a ramp: check, price, create once, wait.
import type {
  AccountInput,
  Autoramp,
  BankAccountIdentifier,
  BankAccountIdentifierInput,
  CreateAutoramp,
  Currency,
} from '@org/iron-types';
import { ConfigurationError, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { sameCurrency } from '../onboarding/convert.ts';
import { type PayInDetails, payInDetails } from '../ramps/pay-in.ts';
import { checkOrder, fiatOf, type OffRampOrder, type OnRampOrder, type OpensRamps, tokenOf } from './ramp-order.ts';
import { checkRamp, type MissingPrecondition, refuseMissing, unlessMissing } from './ramp-preconditions.ts';
import { findWallet, sameAddress } from './register-wallet.ts';
import { beginSteps, createOnce, type Steps } from './steps.ts';
import { waitForAutoramp } from './wait-for-autoramp.ts';
import type { IronWaitOptions } from './wait-options.ts';

export interface OpenRampOptions extends IronWaitOptions {
  /** False returns as soon as the autoramp exists: then `payIn` is empty until it is `Approved`. Default true. */
  readonly waitForApproval?: boolean | undefined;
}

/** A ramp that is open. */
export interface OpenedRamp {
  readonly autoramp: Autoramp;
  /** What the payer needs to know, see `payInDetails`. */
  readonly payIn: readonly PayInDetails[];
}

/**
 * Opens an on-ramp: fiat that is paid in goes to the customer's wallet as crypto. Checks customer, currencies, wallet and
 * the number of autoramps; requests a quote if you want one; creates the autoramp once; waits until it is `Approved`.
 *
 * Store the order with its key first. Called again with the same order, after a crash or after days, it finds the autoramp
 * by its `external_id` and goes on. In Iron's sandbox an autoramp is approved by `updateSandboxAutorampStatus` only.
 * Documented: preconditions, quotes, approval. Not documented: that external ids are unique, so choose unique ones.
 *
 * @param options `deadline` is for everything together; default 600,000 ms
 * @throws {StateError} a {@link RampPreconditionError} that has `missing`: all that has to be done first. Also if another
 *   ramp has the order's `externalId`, or if Iron has stored a failure under the key
 * @throws {TerminalStateError} if the autoramp was `Rejected` or `Cancelled`
 * @throws {WaitTimeoutError} if the deadline comes first; call again with the same order
 * @throws {InvalidRequestError} if the order is malformed; nothing was sent then
 * @throws {ApiError} if Iron refuses a call
 * @example
 * const order = { key, customerId, from: 'EUR', to: { token: 'USDC', blockchain: 'Base' }, wallet: address } as const;
 * const { payIn } = await openOnRamp(iron, order);
 * @see https://docs.iron.xyz/onramp
 */
export async function openOnRamp(
  iron: OpensRamps,
  order: OnRampOrder,
  options: OpenRampOptions = {},
): Promise<OpenedRamp> {
  checkOrder(order);
  const { customerId, wallet } = order;
  assertId('wallet', wallet);
  const to = tokenOf('to', order.to);
  return openRamp(iron, order, options, {
    from: fiatOf('from', order.from),
    to,
    async recipient(steps) {
      const found = await findWallet(iron, steps, { customerId, address: wallet, blockchain: to.blockchain });
      const missing = !found
        ? ({
            name: 'wallet',
            message: `The wallet is not registered on ${to.blockchain}: call registerWallet.`,
          } as const)
        : found.disabled
          ? ({ name: 'wallet-disabled', message: 'The wallet is disabled: enable it, or use another one.' } as const)
          : undefined;
      const account = { type: 'Crypto', chain: to.blockchain, address: wallet } as const;
      return { missing, id: found?.id, account };
    },
    isPaid: ({ recipient }) =>
      recipient?.type !== 'Wallet' ||
      (recipient.blockchain === to.blockchain && sameAddress(recipient.address, wallet)),
  });
}

/**
 * Opens an off-ramp: crypto that is paid in goes to the customer's bank account as fiat. Otherwise like
 * {@link openOnRamp}; the bank account has to be `Registered`, see `waitForFiatAddress`. Register the wallets that will
 * pay, too: Iron may hold crypto from others for a review.
 *
 * @param options `deadline` is for everything together; default 600,000 ms
 * @throws {StateError} a {@link RampPreconditionError} that has `missing`: all that has to be done first. Also if another
 *   ramp has the order's `externalId`, or if Iron has stored a failure under the key
 * @throws {TerminalStateError} if the autoramp was `Rejected` or `Cancelled`
 * @throws {WaitTimeoutError} if the deadline comes first; call again with the same order
 * @throws {InvalidRequestError} if the order is malformed; nothing was sent then
 * @throws {ApiError} if Iron refuses a call
 * @example
 * const order = { key, customerId, from: { token: 'USDC', blockchain: 'Base' }, to: 'EUR', fiatAddressId } as const;
 * const { payIn } = await openOffRamp(iron, order);
 * @see https://docs.iron.xyz/offramp
 */
export async function openOffRamp(
  iron: OpensRamps,
  order: OffRampOrder,
  options: OpenRampOptions = {},
): Promise<OpenedRamp> {
  checkOrder(order);
  const { customerId, fiatAddressId } = order;
  assertId('fiatAddressId', fiatAddressId);
  const path = { customer_id: customerId, fiat_address_id: fiatAddressId };
  return openRamp(iron, order, options, {
    from: tokenOf('from', order.from),
    to: fiatOf('to', order.to),
    async recipient(steps) {
      const found = await unlessMissing(steps.run((call) => iron.addresses.getFiatAddress({ path }, call)));
      const missing =
        found?.status === 'Registered'
          ? undefined
          : ({
              name: 'fiat-address',
              message: found
                ? `The bank account is '${found.status}': call waitForFiatAddress.`
                : 'The customer has no such bank account: call registerFiatAddress.',
            } as const);
      return {
        missing,
        id: fiatAddressId,
        account: found && !missing ? fiatAccountOf(found.bank_account_identifier) : undefined,
      };
    },
    isPaid: ({ recipient }) => recipient?.type !== 'Wallet',
  });
}

/** What on- and off-ramps differ in. */
interface Plan {
  readonly from: Currency;
  readonly to: Currency;
  recipient(steps: Steps): Promise<{
    readonly missing: MissingPrecondition | undefined;
    readonly id: string | undefined;
    readonly account: AccountInput | undefined;
  }>;
  /** Whether an autoramp pays whom the order names, as far as its record says. */
  isPaid(autoramp: Autoramp): boolean;
}

type Order = OnRampOrder | OffRampOrder;

async function openRamp(iron: OpensRamps, order: Order, options: OpenRampOptions, plan: Plan): Promise<OpenedRamp> {
  const { waitForApproval = true, ...waiting } = options;
  if (typeof waitForApproval !== 'boolean') throw new ConfigurationError(`Option 'waitForApproval' must be a boolean.`);
  const steps = beginSteps(waiting);
  // First of all, since the key may be older than Iron keeps it.
  const autoramp = (await lookUp(iron, steps, order, plan)) ?? (await create(iron, steps, order, plan));
  const isOver = ['Approved', 'Rejected', 'Cancelled'].includes(autoramp.status);
  if (!waitForApproval && !isOver) return { autoramp, payIn: [] };
  const approved = await waitForAutoramp(iron, autoramp.id, steps.options());
  const payByReference = (order.terms ?? order.quote)?.pay_by_reference === true;
  return { autoramp: approved, payIn: payInDetails(approved, { payByReference, at: steps.now() }) };
}

async function lookUp(iron: OpensRamps, steps: Steps, order: Order, plan: Plan): Promise<Autoramp | undefined> {
  const external_id = order.externalId ?? order.key;
  const find = steps.run((call) => iron.autoramp.getAutorampByExternalId({ path: { external_id } }, call));
  const found = await unlessMissing(find);
  if (!found) return undefined;
  const isSame =
    found.customer_id === order.customerId &&
    sameCurrency(found.destination_currency, plan.to) &&
    found.source_currencies.some((one) => sameCurrency(one, plan.from)) &&
    plan.isPaid(found);
  if (isSame) return found;
  throw new StateError(
    `Autoramp ${found.id} has the externalId of this order, but another customer, currency or recipient. Nothing was created. Store a new key or externalId for this order.`,
    { notSent: true, retryable: false },
  );
}

async function create(iron: OpensRamps, steps: Steps, order: Order, plan: Plan): Promise<Autoramp> {
  const { customerId, thirdParty = false, key } = order;
  const ramp = { customerId, thirdParty, from: plan.from, to: plan.to };
  const [common, recipient] = await Promise.all([checkRamp(iron, steps, ramp), plan.recipient(steps)]);
  refuseMissing([...common, recipient.missing]);
  const { id, account } = recipient;
  const body = order.quote
    ? await priced(iron, steps, order, plan, id as string)
    : marketBody(order, plan, account as AccountInput);
  return createOnce(
    steps,
    key,
    (call, idempotencyKey) => iron.autoramp.createAutoramp({ body }, { ...call, idempotencyKey }),
    // The attempt, or one before a crash with another quote, may have created it.
    () => lookUp(iron, steps, order, plan),
  );
}

async function priced(
  iron: OpensRamps,
  steps: Steps,
  { customerId, thirdParty = false, externalId, key, quote }: Order,
  { from, to }: Plan,
  recipientId: string,
): Promise<CreateAutoramp> {
  const query = {
    ...quote,
    expiry_in_hours: quote?.expiry_in_hours ?? 1,
    rate_expiry_policy: quote?.rate_expiry_policy ?? 'Return',
    customer_id: customerId,
    external_id: externalId ?? key,
    is_third_party: thirdParty,
    recipient_account_id: recipientId,
    source_currency_code: from.type === 'Fiat' ? from.code : from.token,
    ...(from.type === 'Crypto' && { source_currency_chain: from.blockchain }),
    destination_currency_code: to.type === 'Fiat' ? to.code : to.token,
    ...(to.type === 'Crypto' && { destination_currency_chain: to.blockchain }),
  } as const;
  // Sent back as it is: a changed field breaks its signature.
  return steps.run((call) => iron.autoramp.getAutorampQuote({ query }, call));
}

function marketBody(
  { customerId, thirdParty = false, externalId, key, terms }: Order,
  { from, to }: Plan,
  account: AccountInput,
): CreateAutoramp {
  return {
    ...terms,
    type: 'market',
    customer_id: customerId,
    external_id: externalId ?? key,
    source_currencies: [from],
    destination_currency: to,
    recipient_account: account,
    source_is_third_party: thirdParty,
  };
}

/** A bank account as it is sent: without fields that Iron returned as null. */
function fiatAccountOf(identifier: BankAccountIdentifier): AccountInput {
  const entries = Object.entries(identifier).filter(([, value]) => value !== null);
  return { type: 'Fiat', account_identifier: Object.fromEntries(entries) as unknown as BankAccountIdentifierInput };
}
