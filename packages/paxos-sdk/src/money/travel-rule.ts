import type {
  CryptoDestinationAddress,
  CryptoNetwork,
  PutCryptoDestinationAddressRequest,
  PutCryptoDestinationAddressResponse,
  PutCryptoDestinationAddressTravelruleMetadata,
} from '@org/paxos-types';
import { DecodeError, type FieldError, type WaitOptions, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { refuseFields } from '../field-errors.ts';

/** Who receives at an address, and who holds its keys: what the travel rule asks for. */
export type TravelRuleMetadata = PutCryptoDestinationAddressTravelruleMetadata;

/** An address that crypto is sent to, in the address book of one identity or in your own. */
export interface CryptoDestination {
  readonly crypto_network: CryptoNetwork;
  readonly address: string;
  /** The end user who owns the entry; absent for your own addresses. */
  readonly identity_id?: string | undefined;
}

/** The part of a client that stores destination addresses. */
export interface DestinationStore {
  readonly cryptoWithdrawals: {
    putCryptoDestinationAddress(
      args: { body: PutCryptoDestinationAddressRequest },
      options: { signal: AbortSignal },
    ): PromiseLike<PutCryptoDestinationAddressResponse>;
  };
}

/**
 * What is missing or wrong in travel rule metadata, by field, before anything is sent. The rows are those of Paxos's field
 * reference for the US. `transfer_purpose` is optional there; Singapore and the EU require it too.
 *
 * @returns an empty list if it is complete
 * @example
 * for (const { field, message } of checkTravelRule(form)) showError(field, message);
 * @see https://docs.paxos.com/guides/travel-rule/field-reference (documented)
 */
export function checkTravelRule(metadata: TravelRuleMetadata | undefined): FieldError[] {
  const { custodian_type, vasp, beneficiary } = metadata ?? {};
  const { person_details: person, institution_details: institution } = beneficiary ?? {};
  const errors: FieldError[] = [];
  const add = (field: string, message: string): number => errors.push({ field, message });
  const needText = (field: string, value: unknown): unknown => isText(value) || add(field, 'is missing');
  const needCountry = (field: string, value: unknown): unknown =>
    (isText(value) && /^[A-Z]{3}$/.test(value)) || add(field, 'must be three capital letters, such as USA');

  needText('custodian_type', custodian_type);
  if (custodian_type === 'VASP') {
    const named = isText(vasp?.custom_vasp_name) || isText(vasp?.custom_vasp_website);
    if (isText(vasp?.id)) {
      if (named) add('vasp.id', 'must not come together with a custom name or website');
    } else if (named) {
      needText('vasp.custom_vasp_name', vasp?.custom_vasp_name);
      needText('vasp.custom_vasp_website', vasp?.custom_vasp_website);
    } else {
      add('vasp', 'needs id (see listVasps), or custom_vasp_name and custom_vasp_website');
    }
  } else if (custodian_type === 'PRIVATE' && vasp) {
    add('vasp', 'must be left out for a private wallet');
  }

  if (beneficiary?.self === true) {
    if (person || institution) add('beneficiary', 'must have no details beside self');
  } else if (person && institution) {
    add('beneficiary', 'must be a person or an institution, not both');
  } else if (person) {
    needText('beneficiary.person_details.first_name', person.first_name);
    needText('beneficiary.person_details.last_name', person.last_name);
    needCountry('beneficiary.person_details.physical_address.country', person.physical_address?.country);
  } else if (institution) {
    needText('beneficiary.institution_details.name', institution.name);
    needCountry('beneficiary.institution_details.physical_address.country', institution.physical_address?.country);
  } else {
    add('beneficiary', 'needs person_details, institution_details, or self');
  }
  return errors;
}

/**
 * Stores who receives at an address. Every later withdrawal and orchestration to it uses that. The same call again changes
 * nothing. Transient failures are ridden out until the deadline.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `signal`
 * @returns the entry of the address book; it can be used once its `status` is `APPROVED`
 * @throws {InvalidRequestError} before anything is sent, with each field that is missing
 * @throws {ApiError} if Paxos refuses it
 * @throws {WaitTimeoutError} when the deadline came first; call again with the same input
 * @example
 * await saveTravelRule(paxos, { crypto_network: 'ETHEREUM', address, identity_id }, {
 *   custodian_type: 'VASP',
 *   vasp: { id: vasp.id },
 *   beneficiary: { self: true },
 * });
 * @see https://docs.paxos.com/guides/travel-rule/collection-patterns (documented)
 */
export async function saveTravelRule(
  client: DestinationStore,
  destination: CryptoDestination,
  metadata: TravelRuleMetadata,
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<CryptoDestinationAddress> {
  return waitFor(
    (signal) => putTravelRule(client, destination, metadata, signal),
    () => true,
    options,
  );
}

/** The same, tried once. */
export async function putTravelRule(
  client: DestinationStore,
  { crypto_network, address, identity_id }: CryptoDestination,
  metadata: TravelRuleMetadata,
  signal: AbortSignal,
): Promise<CryptoDestinationAddress> {
  assertId('crypto_network', crypto_network);
  assertId('address', address);
  refuseFields('Travel rule metadata is incomplete', checkTravelRule(metadata));
  const body = { crypto_network, address, ...(identity_id && { identity_id }), travelrule_metadata: metadata };
  const { address: saved } = await client.cryptoWithdrawals.putCryptoDestinationAddress({ body }, { signal });
  if (!saved) throw new DecodeError('Paxos stored the address but did not return it. Read it before you send.');
  return saved;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
