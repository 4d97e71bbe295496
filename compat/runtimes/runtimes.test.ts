// The packages, packed and installed, under one program in every runtime: each sees what Node 24 sees, save what is listed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { runtimes } from './hosts/all.ts';
import type { Runtime } from './hosts/host.ts';
import { credentials } from './src/credentials.ts';
import { type Folder, installedFolder } from './support/folder.ts';
import { type Compared, comparable, type Difference, expectedOf } from './support/record.ts';
import { startServer } from './support/server.ts';

const differences: Difference[] = JSON.parse(readFileSync(`${import.meta.dirname}/differences.json`, 'utf8'));
/** What the programs say of themselves, so that no name stands for another program. */
const versions: Readonly<Record<string, RegExp>> = {
  'Node 24': /^v24\./,
  'Node 22': /^v22\./,
  'Node 20': /^v20\./,
  Bun: /^\d+\.\d+\.\d+$/,
  Deno: /^deno /,
  workerd: /^workerd /,
  Chromium: /^(Chromium|Google Chrome) /,
};
let folder: Folder;
let node24: Compared;

before(async () => {
  folder = await installedFolder();
  const [first] = runtimes;
  assert.ok(first);
  node24 = (await runIn(first)).compared;
});
after(() => folder?.[Symbol.dispose]());

for (const runtime of runtimes) {
  const { name, missing } = runtime;
  test(`${name} sees what Node 24 sees`, { timeout: 90_000 }, async () => {
    if (missing) {
      console.log(`not run: ${name}, ${missing}`);
      assert.ok(!process.env.CI, `${name} is missing, and CI has to run it: ${missing}`);
      return;
    }
    const version = runtime.version();
    assert.match(version, versions[name.split(',', 1).join()] ?? /no such runtime/);
    const started = performance.now();
    const { compared, output } = await runIn(runtime);
    console.log(`${name}: ${version}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    assert.deepEqual(compared, expectedOf(name, node24, differences));

    // What came out, not what might: that it was printed, and that no credential was.
    for (const one of ['iron client:', 'iron path client:', 'paxos client:', 'an error:'])
      assert.ok(output.includes(one), `'${one}' was not printed`);
    holdsNoSecret(name, output);
    assert.ok(output.includes('printed by user code:'));

    if (!runtime.uncaught) return;
    const uncaught = await runtime.uncaught(folder.path);
    assert.match(uncaught, /ConnectionError: createCustomer failed: the connection failed \(ECONNRESET\)/);
    holdsNoSecret(name, uncaught);
  });
}

test('every difference is of a runtime that exists', () => {
  for (const { runtimes: named, at } of differences)
    for (const one of named)
      assert.ok(
        runtimes.some(({ name }) => name.startsWith(one)),
        `${at}: there is no ${one}`,
      );
});

test('on Node the caller is in the stack of every error of a call', () => {
  // Other Nodes see what Node 24 sees.
  const failures = (['iron', 'paxos'] as const).flatMap((part) =>
    Object.entries(node24[part] as Record<string, { callerInStack?: boolean } | null>).filter(
      ([, record]) => record?.callerInStack !== undefined,
    ),
  );
  assert.ok(failures.length > 15);
  assert.deepEqual(
    failures.filter(([, record]) => !record?.callerInStack).map(([name]) => name),
    [],
  );
});

test('Node 24 sees what there is to see', () => {
  const facts = JSON.parse(readFileSync(`${import.meta.dirname}/node24.json`, 'utf8'));
  assert.partialDeepStrictEqual(node24, facts);
  // All of it and nothing else: a request too many would be the worst difference.
  assert.deepEqual(node24.server, facts.server);
});

function holdsNoSecret(name: string, output: string): void {
  for (const [what, secret] of Object.entries(credentials)) {
    if (what === 'clientId') continue;
    // A browser's console shows every property of an object, and knows no other form of it.
    if (what === 'email' && name.startsWith('Chromium')) continue;
    assert.ok(!output.includes(secret), `${what} was printed`);
  }
}

async function runIn(runtime: Runtime): Promise<{ compared: Compared; output: string }> {
  const server = await startServer();
  try {
    const { record, output } = await runtime.run(folder.path, server.addresses);
    return { compared: comparable(record, server), output };
  } finally {
    await server.close();
  }
}
