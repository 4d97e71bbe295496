// Wallets: proven, held by a custodian, or attested; and out of use for a while.
import type { Blockchain, VerifiedAddressResponse } from '@org/iron-types';
import { customerOf, type IronHandlers, openCustomer, refuse, type SomeCall, seesCustomer } from './call.ts';
import { newest } from './customers.ts';
import type { CustomerRecord, IronRecords, WalletRecord } from './records.ts';
import { regulatedRegion, vasps } from './reference-data.ts';
import { all, get, put } from './table.ts';
import { proofProblem } from './wallet-proof.ts';

export const walletHandlers: IronHandlers = {
  registerSelfHostedWalletAddress(call) {
    const { customer_id, blockchain, address, message, signature, name } = call.body;
    const customer = openCustomer(call, customer_id);
    refuseBadAddress(call, blockchain, address);
    const problem = proofProblem({ blockchain, address, customerId: customer.id, message, signature }, call.now);
    if (problem) refuse(call, 400, problem);
    refuseKnown(call, customer, blockchain, address);
    const wallet = register(call, customer, 'SelfHosted', blockchain, address, name, {
      proof_message: message,
      proof_signature: signature,
    });
    const { id, created_at, disabled } = wallet;
    return {
      status: 200,
      body: { id, customer_id, address, signature, name: wallet.name ?? null, disabled, created_at },
    };
  },

  registerHostedWallet(call) {
    const { customer_id, blockchain, wallet_address, vasp_did, name } = call.body;
    // The operation declares no 404: the contract names 401 for a customer who is out of sight.
    if (!seesCustomer(call, customer_id)) refuse(call, 401, `no customer has the id ${customer_id}`);
    const customer = openCustomer(call, customer_id);
    refuseBadAddress(call, blockchain, wallet_address);
    if (!vasps.some(({ did }) => did === vasp_did)) {
      refuse(call, 400, 'body.vasp_did is unknown; pass a did that searchHostedVasps returned');
    }
    refuseKnown(call, customer, blockchain, wallet_address);
    const wallet = register(call, customer, 'Hosted', blockchain, wallet_address, name, { vasp_did });
    return { status: 200, body: showWallet(wallet) };
  },

  registerAttestedWalletAddress(call) {
    const { customer_id, blockchain, address, name } = call.body;
    const customer = openCustomer(call, customer_id);
    refuseBadAddress(call, blockchain, address);
    const country = newest(call.records, customer)?.country;
    if (country && regulatedRegion.has(country)) {
      refuse(call, 403, `attested wallets are not open to customers of ${country}; register the wallet as self-hosted`);
    }
    refuseKnown(call, customer, blockchain, address);
    return { status: 200, body: showWallet(register(call, customer, 'SelfHosted', blockchain, address, name, {})) };
  },

  getWalletAddresses(call) {
    const { customer_id } = call.path;
    const filter = call.query.filter ?? 'All';
    if (!seesCustomer(call, customer_id)) return { status: 200, body: [] };
    const wallets = walletsOf(call.records, customerOf(call, customer_id).id);
    return {
      status: 200,
      body: wallets.filter(({ address_type }) => filter === 'All' || filter === address_type).map(showWallet),
    };
  },

  updateDisabledStatus(call) {
    const wallet = get(call.records.wallets, call.path.id);
    if (!wallet || wallet.customer_id !== call.body.customer_id || !seesCustomer(call, wallet.customer_id)) {
      return refuse(call, 404, 'this customer has no wallet with this id');
    }
    wallet.disabled = call.body.disabled;
    return { status: 200, body: showWallet(wallet) };
  },

  searchHostedVasps(call) {
    const term = call.query.q?.trim().toLowerCase() ?? '';
    if (term.length < 2) refuse(call, 400, 'query.q must have two characters or more');
    const found = vasps.filter(({ name }) => name.toLowerCase().includes(term));
    return { status: 200, body: found.slice(0, Math.min(call.query.limit ?? 20, 50)) };
  },
};

export function walletsOf(records: IronRecords, customerId: string): WalletRecord[] {
  return all(records.wallets).filter(({ customer_id }) => customer_id === customerId);
}

export function sameAddress(a: string, b: string): boolean {
  return a === b || (isEvm(a) && a.toLowerCase() === b.toLowerCase());
}

function isEvm(address: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(address);
}

function showWallet(wallet: WalletRecord): VerifiedAddressResponse {
  const { customer_id, ...shown } = wallet;
  void customer_id;
  return shown;
}

function refuseBadAddress(call: SomeCall, blockchain: Blockchain, address: string): void {
  const evm = !['Solana', 'Stellar', 'Tron'].includes(blockchain);
  if (evm ? !isEvm(address) : !/^[0-9A-Za-z]{20,64}$/.test(address)) {
    refuse(call, 400, `the address is not one of ${blockchain}`);
  }
}

function refuseKnown(call: SomeCall, customer: CustomerRecord, blockchain: Blockchain, address: string): void {
  const known = walletsOf(call.records, customer.id).find(
    (wallet) => wallet.blockchain === blockchain && sameAddress(wallet.wallet_address, address),
  );
  if (known) {
    refuse(
      call,
      409,
      `the wallet is on record already, ${known.disabled ? 'disabled' : 'active'}; see getWalletAddresses`,
    );
  }
}

function register(
  call: SomeCall,
  customer: CustomerRecord,
  address_type: VerifiedAddressResponse['address_type'],
  blockchain: Blockchain,
  wallet_address: string,
  name: string | undefined,
  proof: Partial<VerifiedAddressResponse>,
): WalletRecord {
  return put<WalletRecord>(call.records.wallets, {
    id: call.id(),
    customer_id: customer.id,
    wallet_address,
    address_type,
    blockchain,
    name: name ?? null,
    is_self: true,
    disabled: false,
    created_at: call.timestamp(),
    ...proof,
  });
}
