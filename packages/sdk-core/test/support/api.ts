import type { CallOptions } from '../../src/call-options.ts';
import type { ApiError } from '../../src/errors.ts';
import type { PageOptions, PagePromise } from '../../src/pages.ts';
import type { ApiPromise, Failure, Success } from '../../src/promise.ts';
import type { Customer, CustomerPage, Transfer } from './paths.ts';

type Result<T> = Success<200, T> | Failure<409, string> | Failure<400 | 404 | 500, { message: string }>;

/** The groups of the test's provider, as generation would write them. */
export interface TestApi {
  readonly customer: CustomerGroup;
  readonly transfer: TransferGroup;
  readonly sandbox: SandboxGroup;
}

interface CustomerGroup {
  createCustomer(args: CreateArgs, options?: CallOptions): ApiPromise<Customer, Result<Customer>>;
  getCustomer(args: IdArgs, options?: CallOptions): ApiPromise<Customer, Result<Customer>>;
  updateCustomer(args: UpdateArgs, options?: CallOptions): ApiPromise<Customer, Result<Customer>>;
  patchCustomer(args: UpdateArgs, options?: CallOptions): ApiPromise<Customer, Result<Customer>>;
  deleteCustomer(args: IdArgs, options?: CallOptions): ApiPromise<undefined, Result<undefined>>;
  listCustomers(
    args?: ListArgs,
    options?: CallOptions & PageOptions,
  ): PagePromise<Customer, CustomerPage, Result<CustomerPage>>;
}

interface TransferGroup {
  createTransfer(args: TransferArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
  createOrder(args: OrderArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
  createAccount(args: AccountArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
  createAddress(args: TransferArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
  cancelTransfer(args: IdArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
  listAddresses(
    args?: ListArgs,
    options?: CallOptions & PageOptions,
  ): PagePromise<Transfer, CustomerPage, Result<Transfer>>;
  listFees(args?: NoArgs, options?: CallOptions): ApiPromise<{ fees: string[] }, Result<{ fees: string[] }>>;
  listRates(args?: NoArgs, options?: CallOptions): ApiPromise<string[], Result<string[]>>;
  sendOnce(args: IdArgs, options?: CallOptions): ApiPromise<Transfer, Result<Transfer>>;
}

interface SandboxGroup {
  approve(args: IdArgs, options?: CallOptions): ApiPromise<undefined, Result<undefined>>;
}

interface NoArgs {
  path?: never;
}

interface IdArgs {
  path: { id: string };
}

interface CreateArgs {
  header?: { 'IDEMPOTENCY-KEY'?: string };
  body: { name: string };
}

interface UpdateArgs extends IdArgs {
  body: { name: string };
}

interface ListArgs {
  query?: { status?: string[]; type?: string[]; cursor?: string };
}

interface TransferArgs {
  body: { ref_id?: string; amount: string; memo?: string; tags?: string[]; details?: Record<string, unknown> };
}

interface OrderArgs extends TransferArgs {
  path: { profile_id: string };
}

interface AccountArgs {
  body: { account: { ref_id?: string; type?: string } };
}

/** The errors of each operation, by status. */
export interface TestErrors {
  createCustomer: ApiError<409, string> | ApiError<400, { message: string }>;
  getCustomer: ApiError<404, { message: string }>;
}
