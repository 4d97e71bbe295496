// Which bank rails and currencies a customer may use, worked out from the customer at the time of the call.
import type { AbilityStatus, Currency, CurrencyAbility, CustomerAbilities } from '@org/iron-types';
import { type Context, customerOf, type IronHandlers } from './call.ts';
import { isSupported } from './currencies.ts';
import type { CustomerRecord } from './records.ts';
import { cryptoCurrencies, fiatCurrencies } from './reference-data.ts';

export const abilityHandlers: IronHandlers = {
  getCustomerAbilities: (call) => ({ status: 200, body: abilitiesOf(call, customerOf(call, call.path.id)) }),
};

export function abilitiesOf(context: Context, customer: CustomerRecord): CustomerAbilities {
  const of = (rail: string, thirdParty = false): AbilityStatus => railStatus(context, customer, rail, thirdParty);
  const section: CustomerAbilities['fiat_deposit'] = {
    eur: {
      sepa: of('SEPA'),
      sepa_thirdparty: of('SEPA', true),
      swift: of('SWIFT'),
      swift_thirdparty: of('SWIFT', true),
    },
    gbp: {
      fps: of('FPS'),
      fps_thirdparty: of('FPS', true),
      chaps: of('CHAPS'),
      chaps_thirdparty: of('CHAPS', true),
      swift: of('SWIFT'),
      swift_thirdparty: of('SWIFT', true),
    },
    usd: {
      ach: of('ACH'),
      ach_thirdparty: of('ACH', true),
      wire: of('Wire'),
      wire_thirdparty: of('Wire', true),
      swift: of('SWIFT'),
      swift_thirdparty: of('SWIFT', true),
      rtp: of('RTP'),
      rtp_thirdparty: of('RTP', true),
      fednow: of('FEDNOW'),
      fednow_thirdparty: of('FEDNOW', true),
    },
  };
  return {
    fiat_deposit: section,
    fiat_payout: section,
    currencies: customer.status === 'Active' ? currencyAbilities : [],
  };
}

/**
 * The status of a rail for a customer. Nothing of this is documented but the words: a customer who is not active yet waits,
 * one who is suspended is blocked, third parties are for businesses, and CHAPS rests at the weekend.
 */
export function railStatus(
  context: Context,
  customer: CustomerRecord,
  rail: string,
  thirdParty: boolean,
): AbilityStatus {
  if (customer.status === 'Suspended' || customer.status === 'Archived') return 'Blocked';
  if (thirdParty && customer.customer_type !== 'Business') return 'Unavailable';
  if (customer.status !== 'Active') return 'Pending';
  const day = new Date(context.now).getUTCDay();
  return rail === 'CHAPS' && (day === 0 || day === 6) ? 'Maintenance' : 'Active';
}

const fiat: readonly Currency[] = fiatCurrencies.map(({ code }) => ({ type: 'Fiat', code }));
const crypto: readonly Currency[] = cryptoCurrencies
  .map(({ code, chain }): Currency => ({ type: 'Crypto', token: code, blockchain: chain }))
  .filter(isSupported);

const currencyAbilities: CurrencyAbility[] = [
  ...fiat.map((currency): CurrencyAbility => ({ currency, flows: ['Onramp', 'Offramp'], counterparts: [...crypto] })),
  ...crypto.map(
    (currency): CurrencyAbility => ({
      currency,
      flows: ['Onramp', 'Offramp', 'Swap'],
      counterparts: [...fiat, ...crypto],
    }),
  ),
];
