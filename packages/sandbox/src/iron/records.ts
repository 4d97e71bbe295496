// What the sandbox remembers of Iron, for one API key: plain data, close to what is sent.
import type {
  AuthenticationCode,
  Autoramp,
  AutorampOpenBankingPayment,
  AutorampTransaction,
  ComplianceQuestionnaire,
  Customer,
  FeeProfile,
  FiatAddress,
  Identification,
  Microdeposit,
  PixAddress,
  SignedAutorampQuote,
  SignedAutorampRateQuote,
  Signing,
  TermsAndConditionsLink,
  VerifiedAddressResponse,
  Webhook,
} from '@org/iron-types';
import { defaultFeeProfile } from './fee-profile-records.ts';
import { terms } from './reference-data.ts';
import { emptyTable, put, type Table } from './table.ts';

/** What is sent of a customer, without what follows from other records. */
export interface CustomerRecord extends Omit<Customer, 'identification_status'> {
  /** When compliance last set the usage of the spending limit back, RFC 3339. */
  limit_reset_at: string | null;
}

export interface IdentificationRecord extends Identification {
  customer_id: string;
  /** Country of the address that was handed in; shown as `residence_country` once approved. */
  country: string;
  questionnaire: ComplianceQuestionnaire | null;
}

export interface WalletRecord extends VerifiedAddressResponse {
  customer_id: string;
}

export interface FiatAddressRecord extends FiatAddress {
  deleted: boolean;
}

export interface PixAddressRecord extends PixAddress {
  deleted: boolean;
}

/** A quote as it was signed, and what became of it. */
export interface QuoteRecord {
  readonly id: string;
  readonly quote: SignedAutorampQuote | SignedAutorampRateQuote;
  /** Autoramp that was made of the quote or that it was attached to. */
  used_by: string | null;
}

export interface AutorampRecord extends Autoramp {
  /** A change that waits for its authentication code. */
  pending_edit: Partial<Pick<Autoramp, 'destination_currency' | 'recipient' | 'fee_profile_id'>> | null;
}

export interface TransactionRecord extends AutorampTransaction {
  /** Why the money waits for a customer's identification. */
  held: boolean;
}

export interface OpenBankingRecord extends AutorampOpenBankingPayment {
  autoramp_id: string;
  amount_in: { amount: string; currency: AutorampTransaction['source_amount']['currency'] };
}

export interface MicrodepositRecord extends Microdeposit {
  readonly id: string;
  readonly customer_id: string;
}

/** What the dashboard sets for a partner. No operation of the API changes it; a snapshot or seed data may. */
export interface IronSettings {
  /** New customers begin as `UserRequired`. */
  requires_user: boolean;
  /** New autoramps begin as `Created` and wait for an authentication code. */
  autoramp_two_factor: boolean;
  /** New bank accounts begin as `AuthorizationRequired`. */
  fiat_two_factor: boolean;
}

export interface IronRecords {
  /** Id of the partner that the key belongs to. */
  partner_id: string;
  settings: IronSettings;
  /** Documents that a customer has to sign, in force now. */
  terms: TermsAndConditionsLink[];
  customers: Table<CustomerRecord>;
  identifications: Table<IdentificationRecord>;
  signings: Table<Signing>;
  wallets: Table<WalletRecord>;
  fiatAddresses: Table<FiatAddressRecord>;
  pixAddresses: Table<PixAddressRecord>;
  codes: Table<AuthenticationCode>;
  quotes: Table<QuoteRecord>;
  autoramps: Table<AutorampRecord>;
  transactions: Table<TransactionRecord>;
  openBanking: Table<OpenBankingRecord>;
  feeProfiles: Table<FeeProfile>;
  microdeposits: Table<MicrodepositRecord>;
  /** What a subscription of the sandbox lacks of a webhook, by its id. */
  webhooks: Record<string, Pick<Webhook, 'label' | 'enabled' | 'topics' | 'created_at' | 'updated_at'>>;
}

const partnerId = '0198c300-0000-4000-8000-0000000000aa';

export function emptyIronRecords(): IronRecords {
  const feeProfiles = emptyTable<FeeProfile>();
  put(feeProfiles, defaultFeeProfile(partnerId));
  return {
    partner_id: partnerId,
    settings: { requires_user: false, autoramp_two_factor: false, fiat_two_factor: false },
    terms: terms.map((document) => ({ ...document })),
    customers: emptyTable(),
    identifications: emptyTable(),
    signings: emptyTable(),
    wallets: emptyTable(),
    fiatAddresses: emptyTable(),
    pixAddresses: emptyTable(),
    codes: emptyTable(),
    quotes: emptyTable(),
    autoramps: emptyTable(),
    transactions: emptyTable(),
    openBanking: emptyTable(),
    feeProfiles,
    microdeposits: emptyTable(),
    webhooks: {},
  };
}
