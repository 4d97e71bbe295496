// The sandbox, packed and installed, in Node, Bun and Deno: in process as the fetch of a client, and over a port.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { installed, LIMIT } from './hosts/host.ts';
import { type Folder, installedFolder } from './support/folder.ts';

const run = promisify(execFile);

const imports = {
  mjs: `import { createIronClient } from '@org/iron-sdk';
import { createSandbox } from '@org/sandbox';
import { startSandbox } from '@org/sandbox/server';`,
  cjs: `const { createIronClient } = require('@org/iron-sdk');
const { createSandbox } = require('@org/sandbox');
const { startSandbox } = require('@org/sandbox/server');`,
};

const program = `
async function main() {
  const sandbox = createSandbox({ clock: { stopped: true } });
  const deliveries = [];
  const handler = async (request) => {
    deliveries.push((await request.json()).type);
    return new Response();
  };
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler, types: ['customer_created'] });
  const iron = createIronClient({ environment: 'sandbox', apiKey: 'k', fetch: sandbox.iron.fetch });
  const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' };
  sandbox.faults.add({ operation: 'createCustomer', times: 1, fault: { kind: 'reset', when: 'after' } });
  const { attempts } = await iron.customer.createCustomer({ body }).withResponse();
  await sandbox.clock.advance('1h');
  const [first] = (await iron.customer.getAllCustomers()).items;
  const server = await startSandbox({ port: 0 });
  const { status } = await fetch(server.env.PAXOS_BASE_URL + '/markets');
  await server.close();
  console.log(JSON.stringify({ attempts, name: first.name, deliveries, status }));
}
main();
`;

// The contract is a file of another package, the token of the control API one in the folder for temporary files.
const deno = [
  'run',
  '--no-prompt',
  '--node-modules-dir=manual',
  '--allow-net=127.0.0.1',
  '--allow-read',
  '--allow-write',
  '--allow-env',
  '--allow-sys',
];
const runtimes: readonly (readonly [name: string, binary: string | undefined, options: readonly string[]])[] = [
  ['Node 24', process.execPath, []],
  ['Node 22', installed('node-22-*/bin/node'), []],
  ['Node 20', installed('node-20-*/bin/node'), []],
  ['Bun', installed('@oven/bun-*/bin/bun'), ['--no-install']],
  ['Deno', installed('@deno/*/deno'), deno],
];

let folder: Folder;
before(async () => {
  folder = await installedFolder();
  for (const [kind, lines] of Object.entries(imports)) {
    writeFileSync(join(folder.path, `sandbox.${kind}`), lines + program);
  }
});
after(() => folder?.[Symbol.dispose]());

for (const [name, binary, options] of runtimes) {
  for (const kind of Object.keys(imports)) {
    test(`the sandbox runs in ${name} as ${kind}`, { timeout: 90_000 }, async () => {
      if (!binary) {
        console.log(`not run: ${name}`);
        assert.ok(!process.env.CI, `${name} is missing, and CI has to run it`);
        return;
      }
      const { stdout } = await run(binary, [...options, `sandbox.${kind}`], {
        cwd: folder.path,
        env: { HOME: folder.path, NO_COLOR: '1' },
        timeout: LIMIT,
      });
      assert.deepEqual(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), {
        attempts: 2,
        name: 'Ada Lovelace',
        deliveries: ['customer_created'],
        status: 200,
      });
    });
  }
}
