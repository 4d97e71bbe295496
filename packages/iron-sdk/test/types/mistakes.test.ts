// What a user sees on a mistake: one error, on the line of the mistake, that names it.

import { diagnose } from '@org/test-kit/diagnostics';
import { expect, test } from 'vitest';

const mistakes: [what: string, line: string, message: string][] = [
  [
    'an operation that does not exist',
    `iron.customer.createCustomers({ body: { customer_type: 'Person', email: 'a@example.com' } });`,
    "Property 'createCustomers' does not exist on type 'CustomerOperations'. Did you mean 'createCustomer'?",
  ],
  [
    'a group that does not exist',
    'iron.customers;',
    "Property 'customers' does not exist on type 'IronClient'. Did you mean 'customer'?",
  ],
  [
    'a path parameter that is missing',
    'iron.customer.getCustomerById({ path: {} });',
    "Property 'id' is missing in type '{}' but required in type '{ id: string; }'.",
  ],
  ['arguments that are missing', 'iron.customer.getCustomerById();', 'Expected 1-2 arguments, but got 0.'],
  [
    'a body field that does not exist',
    `iron.customer.createCustomer({ body: { customer_type: 'Person', email: 'a@example.com', nmae: 'Ada' } });`,
    "Object literal may only specify known properties, and 'nmae' does not exist in type 'CreateCustomerParams'.",
  ],
  [
    'a value that may not be sent',
    `iron.customer.createCustomer({ body: { customer_type: 'Robot', email: 'a@example.com' } });`,
    `Type '"Robot"' is not assignable to type '"Person" | "Business"'.`,
  ],
  [
    'an argument that is not one of the four',
    `iron.customer.getCustomerById({ id: 'x' });`,
    "Object literal may only specify known properties, and 'id' does not exist in type 'GetCustomerByIdArgs'.",
  ],
  [
    'an option that does not exist',
    `iron.customer.getCustomerById({ path: { id: 'x' } }, { retries: 3 });`,
    "Object literal may only specify known properties, and 'retries' does not exist in type 'CallOptions'.",
  ],
];

test('each mistake is one error, on its own line', () => {
  const source = [
    "import { createIronClient } from '@org/iron-sdk';",
    "const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });",
    ...mistakes.map(([, line]) => line),
  ].join('\n');
  expect(diagnose(source, import.meta.url)).toEqual(mistakes.map(([, line, message]) => ({ line, message })));
});
