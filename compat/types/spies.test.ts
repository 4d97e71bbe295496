// Methods of a client are ordinary properties: mocking libraries replace them and put them back. Vitest's spies are tested in the
// SDKs' own tests.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { execute } from './support/execute.ts';
import { installProject, type Project } from './support/project.ts';

type Method = (...args: unknown[]) => Promise<object>;
type Group = Record<string, Method>;
interface Clients {
  readonly requests: readonly string[];
}
interface Helpers {
  makeClients(): Clients;
  methodsOf(clients: Clients): [group: Group, name: string, args: unknown[]][];
  idOf(call: Promise<object> | undefined): Promise<string>;
}
interface Sinon {
  stub(group: Group, name: string): { resolves(value: object): void; restore(): void };
}

const sinon: Sinon = createRequire(import.meta.url)('sinon');
let project: Project;

before(async () => {
  project = await installProject('24.19.2');
  for (const file of ['clients.cjs', 'spies.jest.cjs'])
    copyFileSync(join(import.meta.dirname, 'program', file), join(project.path, file));
});
after(() => project?.[Symbol.dispose]());

/** Stubs a method so that it resolves to a value, and returns what puts it back. */
const libraries: Record<string, (group: Group, name: string, value: object) => () => void> = {
  'node:test': (group, name, value) => {
    const { mock: stub } = mock.method(group, name, async () => value);
    return () => stub.restore();
  },
  sinon: (group, name, value) => {
    const stub = sinon.stub(group, name);
    stub.resolves(value);
    return () => stub.restore();
  },
};

for (const [library, stub] of Object.entries(libraries))
  test(`${library} stubs operation methods and path methods, and puts them back`, async () => {
    const { idOf, makeClients, methodsOf }: Helpers = createRequire(join(project.path, 'package.json'))(
      './clients.cjs',
    );
    const clients = makeClients();
    for (const [group, name, args] of methodsOf(clients)) {
      const sent = clients.requests.length;
      const restore = stub(group, name, { id: 'stubbed' });
      assert.equal(await idOf(group[name]?.(...args)), 'stubbed');
      assert.equal(clients.requests.length, sent);
      restore();
      assert.equal(await idOf(group[name]?.(...args)), 'real');
      assert.ok(clients.requests.length > sent);
    }
  });

test('jest stubs operation methods and path methods, puts them back, and watches them', {
  timeout: 60_000,
}, async () => {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const config = { rootDir: project.path, testMatch: ['**/spies.jest.cjs'], testEnvironment: 'node' };
  const [status, output] = await execute([jest, '--ci', '--config', JSON.stringify(config)], project.path);
  assert.equal(status, 0, output);
  assert.match(output, /^Tests: +4 passed, 4 total$/m);
});
