import { assertType, describe, expectTypeOf, test } from 'vitest';
import { type ApiError, type ApiErrorGuard, isApiError, type PageLinks, type SdkError } from '../src/index.ts';
import type { TestApi, TestErrors } from './support/api.ts';
import type { TestClient } from './support/client.ts';
import type { Customer, CustomerPage } from './support/paths.ts';

declare const api: TestApi;
declare const client: TestClient;
declare const error: unknown;

describe('ApiPromise', () => {
  test('is a promise of its data', async () => {
    const call = api.customer.getCustomer({ path: { id: 'c1' } });
    expectTypeOf(await call).toEqualTypeOf<Customer>();
    assertType<Promise<Customer>>(call);
    expectTypeOf(await Promise.all([call])).toEqualTypeOf<[Customer]>();
    expectTypeOf(call.then(({ id }) => id)).toEqualTypeOf<Promise<string>>();
    expectTypeOf(call.catch(() => 7)).toEqualTypeOf<Promise<Customer | number>>();
    expectTypeOf(await call.withResponse()).toEqualTypeOf<{
      readonly data: Customer;
      readonly response: Response;
      readonly requestId: string | undefined;
      readonly idempotencyKey: string | undefined;
      readonly attempts: number;
      readonly duration: number;
    }>();
  });

  test('result() is narrowed by ok, then by status', async () => {
    const result = await api.customer.createCustomer({ body: { name: 'Ada' } }).result();
    if (result.ok) expectTypeOf(result.data).toEqualTypeOf<Customer>();
    else if (result.status === 409) expectTypeOf(result.error).toEqualTypeOf<string>();
    else expectTypeOf(result.error).toEqualTypeOf<{ message: string }>();
  });

  test('takes what the operation takes', () => {
    // @ts-expect-error no path
    api.customer.getCustomer({});
    // @ts-expect-error a wrong name in the path
    api.customer.getCustomer({ path: { ident: 'c1' } });
    // @ts-expect-error a wrong field in the body
    api.customer.createCustomer({ body: { nickname: 'Ada' } });
    // @ts-expect-error no such operation
    api.customer.createCostumer;
  });
});

describe('PagePromise', () => {
  test('awaited is a page, iterated its items', async () => {
    const list = api.customer.listCustomers();
    const page = await list;
    expectTypeOf(page).toEqualTypeOf<CustomerPage & PageLinks<CustomerPage>>();
    expectTypeOf(page.items).toEqualTypeOf<Customer[]>();
    expectTypeOf((await page.getNextPage())?.items).toEqualTypeOf<Customer[] | undefined>();
    for await (const item of list) expectTypeOf(item).toEqualTypeOf<Customer>();
    for await (const whole of list.pages()) expectTypeOf(whole.items).toEqualTypeOf<Customer[]>();
    expectTypeOf(await list.toArray({ limit: 1 })).toEqualTypeOf<Customer[]>();
  });
});

describe('isApiError', () => {
  test('narrows an error by operation, then by status', () => {
    const guard: ApiErrorGuard<TestErrors> = isApiError;
    if (guard(error)) expectTypeOf(error).toEqualTypeOf<ApiError>();
    if (guard(error, 'createCustomer')) {
      if (error.status === 409) expectTypeOf(error.body).toEqualTypeOf<string>();
      else expectTypeOf(error.body).toEqualTypeOf<{ message: string }>();
      expectTypeOf(error.idempotencyKey).toEqualTypeOf<string | undefined>();
    }
    // @ts-expect-error no such operation
    guard(error, 'createCostumer');
  });

  test('names are literal, so a switch narrows too', () => {
    expectTypeOf<ApiError['name']>().toEqualTypeOf<'ApiError'>();
    expectTypeOf<SdkError['name']>().toEqualTypeOf<string>();
    expectTypeOf((error as ApiError).status).toEqualTypeOf<number>();
  });
});

describe('path methods', () => {
  test('has openapi-fetch’s own types', async () => {
    const { data, error } = await client.GET('/customers/{id}', { params: { path: { id: 'c1' } } });
    expectTypeOf(data).toEqualTypeOf<Customer | undefined>();
    expectTypeOf(error).toEqualTypeOf<undefined>();
    const created = await client.POST('/customers', { body: { name: 'Ada' } });
    expectTypeOf(created.error).toEqualTypeOf<string | undefined>();
    // @ts-expect-error no such path
    client.GET('/costumers');
  });
});
