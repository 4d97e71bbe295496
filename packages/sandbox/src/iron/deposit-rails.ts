// Where a payer sends money for an autoramp: invented accounts, the same for the same autoramp, with valid check digits.
import type { Currency, DepositRail } from '@org/iron-types';

const bank = { bank_name: 'Sandbox Bank', bank_address: '1 Example Plaza, New York, NY 10001' };
const holder = { recipient_name: 'Iron Sandbox', recipient_address: '1 Example Plaza, New York, NY 10001' };

/** Rails of every source currency. FedNow is sent from API version 2026-07-01 on. */
export function railsOf(id: string, currencies: readonly Currency[]): DepositRail[] {
  return currencies.flatMap((currency): DepositRail[] => {
    if (currency.type === 'Crypto') {
      return [{ type: 'Crypto', chain: currency.blockchain, address: walletAddress(id, currency.blockchain) }];
    }
    const account_number = digits(id, 10);
    const us = { account_number, routing_number: '021000021', ...bank, ...holder };
    const gb = {
      account_number: digits(id, 8),
      sort_code: '040004',
      bank_name: bank.bank_name,
      beneficiary_name: holder.recipient_name,
    };
    switch (currency.code) {
      case 'EUR':
        return [{ type: 'SEPA', iban: germanIban(id), bic: 'COBADEFFXXX', beneficiary_name: holder.recipient_name }];
      case 'USD':
        return [
          { type: 'ACH', ...us },
          { type: 'Wire', ...us },
          { type: 'RTP', ...us },
          { type: 'FedNow', ...us },
          { type: 'SWIFT', account_number, bic: 'CHASUS33XXX', ...bank, ...holder },
        ];
      case 'GBP':
        return [
          { type: 'FPS', ...gb },
          { type: 'CHAPS', ...gb },
        ];
      case 'BRL':
        return [{ type: 'Pix', pix_key: id, instruction: 'Pay to this key by Pix.' }];
      case 'MXN':
        return [{ type: 'Spei', clabe: digits(id, 18), instruction: 'Pay to this CLABE by SPEI.' }];
      case 'KES':
        return [{ type: 'MobileMoney', mobile_number: `+254${digits(id, 9)}`, instruction: 'Pay by mobile money.' }];
      default:
        return [
          { type: 'AfricanBankTransfer', account_number, account_name: holder.recipient_name, currency: currency.code },
        ];
    }
  });
}

/** Memo by which incoming payments are told apart. */
export function paymentReference(id: string): string {
  return `IR${id.replaceAll('-', '').slice(0, 10).toUpperCase()}`;
}

function digits(id: string, count: number): string {
  return BigInt(`0x${id.replaceAll('-', '')}`)
    .toString()
    .padStart(39, '0')
    .slice(-count);
}

function germanIban(id: string): string {
  const account = digits(id, 18);
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${check.toString().padStart(2, '0')}${account}`;
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function walletAddress(id: string, chain: string): string {
  const hex = id.replaceAll('-', '');
  if (!['Solana', 'Stellar', 'Tron'].includes(chain)) return `0x${hex}${hex.slice(0, 8)}`;
  let value = BigInt(`0x${hex}${hex}`);
  let text = '';
  while (value > 0n) {
    text = `${alphabet[Number(value % 58n)]}${text}`;
    value /= 58n;
  }
  return text;
}
