// Fee profiles: the partner's default, and those that it makes for itself.
import type { CreatePartnerFeeProfileRequest, FeeProfile } from '@org/iron-types';

/** Of the contract's example of a default profile. */
const ironBips = 15;

export function defaultFeeProfile(partnerId: string): FeeProfile {
  return {
    id: '0198c3b0-8899-4f5a-8917-82e364cf1180',
    name: 'Default',
    partner_id: partnerId,
    profile_type: 'Transactional',
    is_default: true,
    iron_fee: { type: 'Bips', bips: ironBips },
    iron_fee_billing_type: 'Per Transaction',
    iron_fee_settlement: 'deductedImmediately',
    min_fee: { amount: '0.00', currency: { type: 'Fiat', code: 'EUR' } },
    network_fee_enabled: false,
    network_fee_settlement: 'deductedImmediately',
    partner_fee_configs: [],
    banking_fee_configs: [],
    non_transactional_partner_fee_configs: [],
  };
}

const currencyOfRail: Readonly<Record<string, string>> = {
  Ach: 'USD',
  Wire: 'USD',
  Rtp: 'USD',
  Fednow: 'USD',
  Fps: 'GBP',
  Chaps: 'GBP',
  Pix: 'BRL',
  Spei: 'MXN',
  Chats: 'HKD',
};

/** A partner's own profile: its fees, and Iron's copied from the default. */
export function partnerFeeProfile(id: string, partnerId: string, request: CreatePartnerFeeProfileRequest): FeeProfile {
  return {
    ...defaultFeeProfile(partnerId),
    id,
    name: request.name,
    is_default: false,
    network_fee_settlement: request.network_fee_settlement,
    partner_fee_configs: [
      {
        label: 'partner',
        fee_type: { type: 'Bips', bips: request.transaction_fee_bips },
        billing_type: 'Per Transaction',
        settlement: 'deductedImmediately',
      },
    ],
    banking_fee_configs: request.banking_fee_configs.map(({ rail, fee_amount, fiat_transfer_type }) => ({
      rail,
      fee_amount: { amount: fee_amount, currency: { type: 'Fiat', code: currencyOfRail[rail] ?? 'EUR' } },
      fiat_transfer_type,
      billing_type: 'Per Transaction',
      settlement: 'deductedImmediately',
    })),
  };
}
