// Prism as the oracle of the sandbox: over the whole matrix it accepts and refuses the same requests.
import { createSandbox } from '@org/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mocks, startMocks } from '../harness/index.ts';
import { readContract } from '../operation-matrix/contract.ts';
import { type Difference, differenceOf, differences } from './differences.ts';
import { requestOf, shapesOf } from './shapes.ts';

let mocks: Mocks;
const sandbox = createSandbox({ memory: false, clock: { stopped: true } });
const used = new Set<Difference>();

beforeAll(async () => {
  mocks = await startMocks();
});
afterAll(() => mocks.close());

const credentials = {
  iron: () => ({ 'x-api-key': 'oracle' }),
  paxos: (scopes: string) => paxosToken(scopes),
};

test.each(['iron', 'paxos'] as const)(
  'the sandbox accepts and refuses the same requests to %s as Prism',
  async (name) => {
    const contract = readContract(`@org/${name}-types/openapi.json`);
    const basePath = { iron: '/api', paxos: '/v2' }[name];
    const headers = await credentials[name](scopesOf(contract.document));
    const unexplained: string[] = [];
    const unneeded: string[] = [];
    const count = { accepted: 0, refused: 0 };
    for (const operation of contract.operations) {
      for (const shape of shapesOf(contract, operation)) {
        const sent = shape.authorized ? headers : {};
        const prism = await fetch(requestOf(mocks[name].url, operation, shape, sent));
        const own = await sandbox[name].fetch(requestOf(`http://sandbox.test${basePath}`, operation, shape, sent));
        await prism.body?.cancel();
        expect(own.status, `${operation.id} ${shape.name}`).toBeLessThan(500);
        count[prism.status < 400 ? 'accepted' : 'refused'] += 1;
        const way = own.status < 400 ? 'accepts' : 'refuses';
        const known = differenceOf(operation.id, shape.name);
        if (prism.status < 400 === own.status < 400) {
          if (known) unneeded.push(`${operation.id} ${shape.name}`);
        } else if (known?.sandbox === way) used.add(known);
        else
          unexplained.push(
            `${operation.id} ${shape.name}: Prism ${prism.status}, the sandbox ${own.status} ${await own.text()}`,
          );
      }
    }
    console.log(`${name}: Prism accepts ${count.accepted} requests and refuses ${count.refused}`);
    expect(unexplained).toEqual([]);
    // The published page of evidence counts differences by `differenceOf`.
    expect(unneeded).toEqual([]);
    expect(Math.min(count.accepted, count.refused)).toBeGreaterThan(200);
  },
);

test('every listed difference is there', () => {
  expect(differences.filter((difference) => !used.has(difference))).toEqual([]);
});

async function paxosToken(scopes: string): Promise<{ authorization: string }> {
  const response = await sandbox.paxos.fetch('http://sandbox.test/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'oracle',
      client_secret: 'secret',
      scope: scopes,
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return { authorization: `Bearer ${access_token}` };
}

/** All scopes of a contract. */
function scopesOf(document: Readonly<Record<string, unknown>>): string {
  const found = JSON.stringify(document).match(/"scopes":\{[^}]*\}/)?.[0] ?? '"scopes":{}';
  return Object.keys(JSON.parse(`{${found}}`).scopes).join(' ');
}
