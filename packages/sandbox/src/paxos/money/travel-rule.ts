// The address book of withdrawal destinations, and the travel rule data that it holds.
// https://docs.paxos.com/guides/crypto-withdrawals/travel-rule
import type { CryptoDestinationAddress, PutCryptoDestinationAddressRequest } from '@org/paxos-types';
import { add, all, find } from '../collection.ts';
import { compact } from '../compact.ts';
import { compare } from '../decimal.ts';
import type { PaxosHandlers } from '../handlers.ts';
import { among, is, pageOf, within } from '../page.ts';
import { badRequest, notFound, refuse } from '../problems.ts';
import type { PaxosRecords, WithId } from '../records.ts';
import { notional } from './assets.ts';
import { vasps } from './vasps.ts';

/** From when Paxos refuses withdrawals without the data, in milliseconds since the epoch. */
export const enforcedFrom: number = Date.parse('2026-11-30T00:00:00Z');

/** US dollars from which the rule holds. */
export const threshold = '3000';

export interface Destination {
  readonly crypto_network: string;
  readonly address: string;
  readonly identity_id?: string | undefined;
}

export function destinationOf(
  { destinationAddresses }: PaxosRecords,
  { crypto_network, address, identity_id }: Destination,
): WithId<CryptoDestinationAddress> | undefined {
  return all(destinationAddresses).find(
    (one) => one.crypto_network === crypto_network && one.address === address && one.identity_id === identity_id,
  );
}

/**
 * Throws the 403 of the travel rule where the destination lacks data. A fee quote names no identity: for it the data of
 * any do.
 */
export function assertTravelRule(
  records: PaxosRecords,
  now: number,
  destination: Destination,
  worth: { readonly asset: string; readonly amount: string },
  whose: 'of the identity' | 'of anybody' = 'of the identity',
): void {
  if (now < enforcedFrom || compare(notional(worth.asset, worth.amount), threshold) < 0) return;
  const { crypto_network, address } = destination;
  const entries =
    whose === 'of anybody'
      ? all(records.destinationAddresses).filter(
          (one) => one.crypto_network === crypto_network && one.address === address,
        )
      : [destinationOf(records, destination)];
  if (entries.some((entry) => isComplete(entry?.travelrule_metadata))) return;
  throw refuse(
    403,
    'Travel Rule Information Required',
    'Travel Rule information is required for this destination: call PutCryptoDestinationAddress with travelrule_metadata populated and retry',
    { type: 'travel-rule-information-required', meta: compact({ ...destination }) },
  );
}

function isComplete(data: CryptoDestinationAddress['travelrule_metadata']): boolean {
  const { beneficiary, custodian_type: custodian, vasp } = data ?? {};
  return beneficiary !== undefined && (custodian === 'PRIVATE' || (custodian === 'VASP' && vasp !== undefined));
}

export const destinationHandlers: PaxosHandlers = {
  PutCryptoDestinationAddress(call) {
    const { body, records } = call;
    const entry = existing(records, body);
    const metadata = travelRuleMetadata(body);
    if (!entry && body.identity_id && !find(records.identities, body.identity_id)) {
      throw notFound(`identity ${body.identity_id} is unknown`);
    }
    const address: WithId<CryptoDestinationAddress> =
      entry ??
      add(records.destinationAddresses, {
        id: call.id(),
        address: body.address ?? '',
        crypto_network: body.crypto_network ?? 'ETHEREUM',
        ...(body.identity_id && { identity_id: body.identity_id }),
        nickname: `Address ${(body.address ?? '').slice(0, 10)}`,
        status: 'APPROVED',
        bookmarked: false,
        created_at: call.timestamp(),
      });
    if (body.nickname !== undefined) address.nickname = body.nickname;
    if (body.bookmarked_status !== undefined) address.bookmarked = body.bookmarked_status;
    if (metadata) address.travelrule_metadata = metadata;
    return { status: 200, body: { address } };
  },

  ListCryptoDestinationAddresses({ records, query }) {
    const wanted = all(records.destinationAddresses).filter(
      (one) =>
        among(query.ids, one.id) &&
        among(query.addresses, one.address) &&
        among(query.crypto_networks, one.crypto_network) &&
        among(query.identity_ids, one.identity_id) &&
        among(query.nicknames, one.nickname) &&
        is(query.bookmarked_status, one.bookmarked ?? false) &&
        within(one.created_at, query),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { addresses: items, ...next } };
  },
};

function existing(
  records: PaxosRecords,
  { id, crypto_network, address, identity_id }: PutCryptoDestinationAddressRequest,
): WithId<CryptoDestinationAddress> | undefined {
  if (id) {
    if (crypto_network || address || identity_id) {
      throw badRequest('name the entry either by id or by crypto_network, address and identity_id');
    }
    const entry = find(records.destinationAddresses, id);
    if (!entry) throw notFound(`crypto destination address ${id} is unknown`);
    return entry;
  }
  if (!crypto_network || !address) throw badRequest('crypto_network and address are required without an id');
  return destinationOf(records, { crypto_network, address, identity_id });
}

/** Checks the data: a provider holds the keys and is named, or the receiver does; and one kind of beneficiary. */
function travelRuleMetadata({ travelrule_metadata: data }: PutCryptoDestinationAddressRequest) {
  if (!data) return undefined;
  const { beneficiary, custodian_type, vasp, transfer_purpose } = data;
  if (custodian_type === 'VASP' && !vasp?.id && !vasp?.custom_vasp_name) {
    throw badRequest('travelrule_metadata.vasp needs an id or a custom_vasp_name with custodian_type VASP');
  }
  if (custodian_type === 'PRIVATE' && vasp)
    throw badRequest('leave travelrule_metadata.vasp out with custodian_type PRIVATE');
  const listed = vasp?.id ? vasps.find(({ id }) => id === vasp.id) : undefined;
  if (vasp?.id && !listed) throw badRequest(`travelrule_metadata.vasp.id ${vasp.id} is not in the directory`);
  const kinds = [beneficiary?.self, beneficiary?.person_details, beneficiary?.institution_details].filter(Boolean);
  if (beneficiary && kinds.length !== 1) {
    throw badRequest('travelrule_metadata.beneficiary is self, or has person_details or institution_details');
  }
  return compact({
    beneficiary,
    custodian_type,
    transfer_purpose,
    vasp: vasp && { ...vasp, ...(listed && { name: listed.name }) },
  });
}
