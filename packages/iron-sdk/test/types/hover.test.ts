// What an editor shows of the built package: bundling must not lose a text.
import { hovers } from '@org/test-kit/hover';
import { expect, test } from 'vitest';

const texts = hovers(
  `import { createIronClient } from '@org/iron-sdk';
const iron = createIronClient({ environment: 'sandbox' });
iron./*group*/customer;
iron.customer./*method*/createCustomer({
  /*body*/body: { customer_type: 'Person', email: 'ada@example.com', /*field*/name: 'Ada' },
});
iron.customer.getCustomerById({ path: { /*path*/id: '' } });
iron.autoramp./*list*/getAutoramps({
  query: { /*query*/customer_id: '' },
  header: { /*header*/'X-SUB-PARTNER-ID': '' },
});`,
  import.meta.url,
);

test.each<[name: string, parts: string[]]>([
  [
    'method',
    [
      'createCustomer(args: CreateCustomerArgs',
      'Create a customer',
      '`POST /customers`',
      'Credentials: header `X-API-Key`.',
      'Idempotency key: header `IDEMPOTENCY-KEY`. Pass one as `idempotencyKey`, or the SDK makes one.',
      '`400`: The request is malformed',
      '@example await iron.customer.createCustomer({',
      '@see https://docs.iron.xyz',
    ],
  ],
  [
    'list',
    ['`GET /autoramps`', 'Pagination: `for await` iterates', '`query.cursor`', '@example for await (const item of'],
  ],
  ['group', ['The people and companies whose money you move']],
  ['path', ['id: string', 'UUID of the customer']],
  ['query', ['customer_id?: string', 'UUID of']],
  ['header', ['"X-SUB-PARTNER-ID"?: string', 'partner']],
  ['body', ['Type and contact of the new customer']],
  ['field', ['name?: string', 'Full name of the person']],
])('the hover on a %s shows its texts', (name, parts) => {
  const text = texts.get(name);
  for (const part of parts) expect(text).toContain(part);
});
