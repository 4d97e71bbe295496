// The heap after 100,000 creations of one credential, as a multiple of the heap after 10,000.
import { createSandbox } from '@org/sandbox';

const sandbox = createSandbox();
sandbox.webhooks.subscribe({ provider: 'iron', account: 'bench', handler: () => new Response() });

async function create(count: number): Promise<void> {
  for (let one = 0; one < count; one++) {
    const response = await sandbox.iron.fetch('https://api.sandbox.iron.xyz/api/customers', {
      method: 'POST',
      headers: { 'x-api-key': 'bench', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ customer_type: 'Person', name: 'Ada Lovelace', email: `ada${one}@example.com` }),
    });
    if (response.status !== 201) throw new Error(`answered with ${response.status}: ${await response.text()}`);
    await response.body?.cancel();
  }
  await sandbox.settled();
}

function heap(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

await create(10_000);
const early = heap();
await create(90_000);
console.log(heap() / early);
