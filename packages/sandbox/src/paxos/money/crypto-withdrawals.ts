// Crypto withdrawals and the quotes of their fees.
import type { CreateCryptoWithdrawalRequest, CryptoWithdrawalFee } from '@org/paxos-types';
import { add, find } from '../collection.ts';
import { compact } from '../compact.ts';
import { compare, isPositive, add as plus, subtract } from '../decimal.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { badRequest, expired, notFound, refuse } from '../problems.ts';
import type { PaxosRecords, WithId } from '../records.ts';
import { assertAmount, assertAsset, isFiat, notional, stablecoins } from './assets.ts';
import { assertFunds } from './balances.ts';
import { activeProfile } from './profiles.ts';
import { assertWithinLimits } from './transfer-lists.ts';
import { assertNewTransfer, beginTransfer, transferReply } from './transfers.ts';
import { assertTravelRule } from './travel-rule.ts';

/** Milliseconds that a fee quote holds; the example of the contract has five minutes. */
const feeLifetime = 300_000;

/** Fees in the withdrawn asset. That of stablecoins is the contract's example. */
const fees: Readonly<Record<string, string>> = { BTC: '0.0001', ETH: '0.001' };

export function feeOf(asset: string): string {
  return fees[asset] ?? (stablecoins.includes(asset) ? '0.25' : '0.01');
}

interface Amounts {
  readonly asset: string;
  readonly amount?: string;
  readonly total?: string;
}

/** `amount`, fee and `total`, of which the caller gives the first or the last. Throws a `Refusal` for both or neither. */
export function amountsOf(
  { asset, amount, total }: Amounts,
  fee: string,
): { amount: string; fee: string; total: string } {
  if ((amount === undefined) === (total === undefined)) throw badRequest('give exactly one of amount and total');
  assertAmount(amount === undefined ? 'total' : 'amount', amount ?? total ?? '', asset);
  const sent = amount ?? subtract(total ?? '0', fee);
  if (!isPositive(sent)) {
    throw refuse(400, 'Below Min Withdraw Limit', `total must exceed the fee of ${fee} ${asset}`, {
      type: 'below-min-withdraw-limit',
    });
  }
  return { amount: sent, fee, total: total ?? plus(sent, fee) };
}

export const cryptoWithdrawalHandlers: PaxosHandlers = {
  CreateCryptoWithdrawalFee(call) {
    const { body, records } = call;
    assertCrypto(body.asset);
    const fee = feeOf(body.asset);
    const { total } = amountsOf(body, fee);
    const destination = { crypto_network: body.crypto_network, address: body.destination_address };
    assertTravelRule(records, call.now, destination, { asset: body.asset, amount: total }, 'of anybody');
    const quote = compact({
      id: call.id(),
      fee,
      asset: body.asset,
      crypto_network: body.crypto_network,
      destination_address: body.destination_address,
      amount: body.amount,
      total: body.total,
      expires_at: call.timestamp(feeLifetime),
    });
    return { status: 200, body: add(records.fees, quote) };
  },

  CreateCryptoWithdrawal(call) {
    const { body, records } = call;
    assertNewTransfer(records, body.ref_id);
    assertCrypto(body.asset);
    const profile = activeProfile(call, body.profile_id);
    const balanceAsset = body.balance_asset ?? body.asset;
    assertAsset(balanceAsset);
    if (balanceAsset !== body.asset && !(balanceAsset === 'USD' && stablecoins.includes(body.asset))) {
      throw badRequest(`balance_asset ${balanceAsset} cannot pay for ${body.asset}`);
    }
    assertMayAct(records, { ...body, profile_id: profile.id }, 'withdraw crypto');
    const quote = quoteOf(call, body);
    const amounts = amountsOf(body, quote?.fee ?? feeOf(body.asset));
    if (quote) assertCovered(quote, amounts);
    const { asset, destination_address, crypto_network, identity_id } = body;
    const destination = { crypto_network, address: destination_address, identity_id };
    if (!body.beneficiary) assertTravelRule(records, call.now, destination, { asset, amount: amounts.total });
    assertFunds(records, profile.id, balanceAsset, amounts.total);
    assertWithinLimits(records, call.now, { type: 'CRYPTO_WITHDRAWAL', asset, total: amounts.total });
    const transfer = beginTransfer(call, {
      ...amounts,
      type: 'CRYPTO_WITHDRAWAL',
      eventKind: 'crypto_withdrawal',
      direction: 'DEBIT',
      asset,
      balance_asset: balanceAsset,
      profile_id: profile.id,
      crypto_network,
      destination_address,
      notional_value: notional(asset, amounts.total),
      ...optional(body),
    });
    return { status: 200, body: transferReply(transfer) };
  },
};

function optional({ identity_id, account_id, memo, metadata, ref_id }: CreateCryptoWithdrawalRequest) {
  return compact({ identity_id, account_id, memo, metadata, ref_id });
}

function assertCrypto(asset: string): void {
  assertAsset(asset);
  if (isFiat(asset)) throw badRequest(`asset ${asset} is fiat: use CreateFiatWithdrawal`);
}

/** The fee quote that a withdrawal names, in force and for the same asset, network and destination. */
function quoteOf(context: PaxosContext, body: CreateCryptoWithdrawalRequest): WithId<CryptoWithdrawalFee> | undefined {
  if (body.fee_id === undefined) return undefined;
  const quote: PaxosRecords['fees']['byId'][string] | undefined = find(context.records.fees, body.fee_id);
  if (!quote) throw notFound(`fee not found with id ${body.fee_id}`);
  if (context.now >= Date.parse(quote.expires_at)) throw expired(`fee ${quote.id}`, quote.expires_at);
  const other = (['asset', 'crypto_network', 'destination_address'] as const).find(
    (name) => quote[name] !== body[name],
  );
  if (other) throw badRequest(`fee ${quote.id} was quoted for another ${other}`);
  return quote;
}

function assertCovered(quote: WithId<CryptoWithdrawalFee>, { amount, total }: { amount: string; total: string }): void {
  const exceeds = quote.amount ? compare(amount, quote.amount) > 0 : compare(total, quote.total ?? '0') > 0;
  if (exceeds) throw badRequest(`fee ${quote.id} was quoted for a smaller withdrawal`);
}
