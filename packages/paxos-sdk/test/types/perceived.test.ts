// Programs as users write them: what an editor shows, and what narrows. Compiled against the built package; a bump compiles them, and
// those that the last release kept, against the types it would write.

import { diagnose } from '@org/test-kit/diagnostics';
import { testPrograms } from '@org/test-kit/programs';
import { expect, test } from 'vitest';

testPrograms(import.meta.url);

test('a scope that does not exist and a value that may not be sent are one error each, on their lines', () => {
  const source = [
    "import { createPaxosClient } from '@org/paxos-sdk';",
    "const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });",
    "createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_everything'] });",
    "paxos.identityControls.createIdentityControl({ body: { identity_id: 'x', type: 'FROZEN', reason_code: 'OTHER' } });",
    'paxos.transfers.getTransfer({ path: {} });',
  ].join('\n');
  const [scope, value, path, ...others] = diagnose(source, import.meta.url);
  expect(scope?.message).toMatch(/^Type '"identity:read_everything"' is not assignable to type 'PaxosScope'\./);
  expect(value?.message).toBe(`Type '"FROZEN"' is not assignable to type 'ClientIdentityControlType'.`);
  expect(path?.message).toBe("Property 'id' is missing in type '{}' but required in type '{ id: string; }'.");
  expect(others).toEqual([]);
});
