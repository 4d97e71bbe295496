// What a user sees on a mistake: one error, on the line of the mistake, that names it.

import { testMistakes } from '@org/test-kit/programs';

const before = [
  "import { createIronClient, type Iron } from '@org/iron-sdk';",
  "const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });",
  "const account: Iron.AccountCrypto = { type: 'Crypto', chain: 'Base', address: '0x' };",
];

testMistakes(import.meta.url, before, [
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
    `Type '"Robot"' is not assignable to type 'CustomerType'.`,
  ],
  [
    'a misspelt value of an enum',
    "const blockchain: Iron.Blockchain = 'Bsae';",
    `Type '"Bsae"' is not assignable to type 'Blockchain'.`,
  ],
  [
    'a string that may hold any value',
    'const status: Iron.CustomerStatus = String(0);',
    "Type 'string' is not assignable to type 'CustomerStatus'.",
  ],
  [
    'a type that does not exist',
    'type Typo = Iron.Custmer;',
    `'Iron' has no exported member named 'Custmer'. Did you mean 'Customer'?`,
  ],
  [
    'a type that is something, not any',
    'const count: number = {} as Iron.Customer;',
    "Type 'Customer' is not assignable to type 'number'.",
  ],
  [
    'a schema outside the namespace',
    "import type { Customer } from '@org/iron-sdk';",
    `Module '"@org/iron-sdk"' declares 'Customer' locally, but it is not exported.`,
  ],
  [
    'a field that the variant of a body lacks, the variant being named by its type',
    `iron.customer.createCustomerIdentificationV2({ path: { id: 'x' }, body: { type: 'Token', token: 't' } });`,
    // The first line is the compiler's for every union; nothing is spelled out.
    "Type '{ type: \"Token\"; token: string; }' is not assignable to type 'IdentificationCreateParamsV2'.\n" +
      `  Property 'intended_use' is missing in type '{ type: "Token"; token: string; }' but required in type 'IdentificationCreateParamsV2Token'.`,
  ],
  [
    'fields that every variant of a body lacks',
    `iron.autoramp.createAutoramp({ body: { customer_id: 'x' } });`,
    "Type '{ customer_id: string; }' is not assignable to type 'CreateAutoramp'.\n" +
      "  Type '{ customer_id: string; }' is missing the following properties from type 'CreateAutorampMarket': destination_currency, recipient_account, source_currencies",
  ],
  [
    'a misspelt chain deep in a body',
    `iron.autoramp.createAutoramp({ body: { customer_id: 'c', source_currencies: [], destination_currency: { type: 'Fiat', code: 'EUR' }, recipient_account: { type: 'Crypto', chain: 'Bsae', address: '0x' } } });`,
    `Type '"Bsae"' is not assignable to type 'Blockchain'.`,
  ],
  [
    'a misspelt chain of a wallet that is registered',
    `iron.addresses.registerSelfHostedWalletAddress({ body: { address: '0x', blockchain: 'Etherum', customer_id: 'c', message: 'm', signature: 's' } });`,
    `Type '"Etherum"' is not assignable to type 'Blockchain'. Did you mean '"Ethereum"'?`,
  ],
  [
    'a string from elsewhere as a chain',
    `iron.addresses.registerSelfHostedWalletAddress({ body: { address: '0x', blockchain: String('Base'), customer_id: 'c', message: 'm', signature: 's' } });`,
    "Type 'string' is not assignable to type 'Blockchain'.",
  ],
  [
    'a misspelt value in a query',
    "iron.customer.getAllCustomers({ query: { status: ['Actve'] } });",
    `Type '"Actve"' is not assignable to type 'CustomerStatus'. Did you mean '"Active"'?`,
  ],
  [
    'a misspelt field that every variant of a body has',
    `iron.autoramp.createAutoramp({ body: { customer_id: 'c', source_currencies: [], destination_currency: { type: 'Fiat', code: 'EUR' }, recipient_acount: undefined } });`,
    "Object literal may only specify known properties, but 'recipient_acount' does not exist in type 'CreateAutoramp'. Did you mean to write 'recipient_account'?",
  ],
  [
    'one field that every variant of a body lacks',
    `iron.autoramp.createAutoramp({ body: { customer_id: 'c', source_currencies: [], recipient_account: account } });`,
    "Type '{ customer_id: string; source_currencies: never[]; recipient_account: Iron.AccountCrypto; }' is not assignable to type 'CreateAutoramp'.\n" +
      "  Property 'destination_currency' is missing in type '{ customer_id: string; source_currencies: never[]; recipient_account: Iron.AccountCrypto; }' but required in type 'CreateAutorampMarket'.",
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
]);
