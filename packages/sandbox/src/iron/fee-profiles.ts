// Fee profiles: the default, and the partner's own.
import type { FeeProfile } from '@org/iron-types';
import { type IronHandlers, refuse, type SomeCall } from './call.ts';
import { parseDecimal } from './decimal.ts';
import { partnerFeeProfile } from './fee-profile-records.ts';
import { all, get, put } from './table.ts';

export const feeProfileHandlers: IronHandlers = {
  getFeeProfiles(call) {
    const { fee_profile_ids, is_default } = call.query;
    const items = all(call.records.feeProfiles).filter((profile) =>
      is_default ? profile.is_default : !fee_profile_ids || fee_profile_ids.includes(profile.id),
    );
    return { status: 200, body: { items } };
  },

  createFeeProfile(call) {
    const { transaction_fee_bips, banking_fee_configs } = call.body;
    if (transaction_fee_bips < 0 || transaction_fee_bips > 10_000) {
      refuse(call, 400, 'body.transaction_fee_bips must be 0 to 10000');
    }
    if (banking_fee_configs.some(({ fee_amount }) => (parseDecimal(fee_amount) ?? -1n) < 0n)) {
      refuse(call, 400, 'body.banking_fee_configs: fee_amount must be a decimal that is not negative');
    }
    const profile = partnerFeeProfile(call.id(), call.records.partner_id, call.body);
    return { status: 201, body: put(call.records.feeProfiles, profile) };
  },
};

/** The profile that is named, or the default. */
export function profileOf(call: SomeCall, id: string | undefined): FeeProfile {
  const profile =
    id === undefined
      ? all(call.records.feeProfiles).find(({ is_default }) => is_default)
      : get(call.records.feeProfiles, id);
  return profile ?? refuse(call, 404, `no fee profile has the id ${id}`);
}
