// A new SDK has the environments whose addresses a person named. The servers of the specification name none.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { writeAll } from '../../contract/files.ts';
import type { Json } from '../../contract/json.ts';
import { root as realRoot } from '../../contract/providers.ts';
import { summary } from '../new-provider/report.ts';
import { type NewProvider, type Scaffold, scaffold } from '../new-provider/scaffold.ts';
import { baseOf } from './support/corpus.ts';
import { link, run, workspace } from './support/workspace.ts';
import { codeActs } from './untrusted/acts.ts';

const PRODUCTION = 'https://api.orders.example/v1';
const SANDBOX = 'https://api.sandbox.orders.example/v1';

interface Made extends Scaffold {
  readonly root: string;
  read(file: string): string;
}

/** @param servers undefined for a specification without the field */
async function made(servers: Json | undefined, named: Partial<NewProvider> = {}): Promise<Made> {
  const root = workspace();
  const from = `${root}published.yaml`;
  const { servers: _, ...document } = baseOf('3.0');
  writeFileSync(from, stringify(servers === undefined ? document : { ...document, servers }));
  const result = await scaffold({ root, name: 'orders', from, today: new Date('2026-05-05'), ...named });
  writeAll(result.files);
  return { ...result, root, read: (file) => readFileSync(root + file, 'utf8') };
}

const baseUrls = (one: Made): string =>
  /export const baseUrls = ([\s\S]*?) as const;/.exec(one.read('packages/orders-sdk/src/provider.ts'))?.[1] ?? '';

describe('without --production and --sandbox', () => {
  it.each<[string, Json | undefined, readonly string[]]>([
    [
      'the sandbox is listed first',
      [{ url: SANDBOX, description: 'Sandbox' }, { url: PRODUCTION }],
      [SANDBOX, PRODUCTION],
    ],
    ['there is one server', [{ url: PRODUCTION }], [PRODUCTION]],
    ['there are no servers', undefined, []],
    ['the list is empty', [], []],
    ['servers are relative', [{ url: '/v1' }, { url: './v2' }], ['/v1', './v2']],
    ['servers have variables', [{ url: 'https://{region}.orders.example' }], ['https://{region}.orders.example']],
  ])('an SDK has no environments when %s, and all servers are printed', async (_, servers, listed) => {
    const one = await made(servers);
    expect(baseUrls(one)).toBe('{}');
    expect(one.servers).toEqual(listed);
    const text = summary(one);
    expect(text).toContain('Environments: none was named, so the option `baseUrl` of the SDK is required.');
    for (const server of listed) expect(text).toContain(`  ${server}\n`);
    expect(text).toContain(listed.length > 0 ? 'Servers of the specification:' : 'The specification lists no servers.');
    expect(text).toContain('--production URL and --sandbox URL');
  });

  it('the types require baseUrl, and the code says so to callers without types', async () => {
    const one = await made([{ url: PRODUCTION }]);
    link(one.root, 'orders');
    use(one, `createOrdersClient({ baseUrl: '${PRODUCTION}' });`);
    run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json');
    use(one, "createOrdersClient({ environment: 'production' });");
    expect(() => run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json')).toThrow(/use\.ts.*error TS/);
    use(one, 'createOrdersClient({});');
    expect(() => run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json')).toThrow(/baseUrl/);
  });
});

describe('with an environment named', () => {
  it.each(['production', 'sandbox'] as const)('an SDK has %s and no other', async (name) => {
    const one = await made([{ url: SANDBOX }, { url: PRODUCTION }], { [name]: `${PRODUCTION}/` });
    const other = name === 'production' ? 'sandbox' : 'production';
    expect(baseUrls(one)).toBe(`{ ${name}: "${PRODUCTION}" }`);
    link(one.root, 'orders');
    use(one, `createOrdersClient({ environment: '${name}' });\ncreateOrdersClient({ baseUrl: '${SANDBOX}' });`);
    run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json');
    expect(run(one.root, 'orders', 'vitest/vitest.mjs', 'run')).toMatch(/Tests {2}13 passed/);
    use(one, `createOrdersClient({ environment: '${other}' });`);
    expect(() => run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json')).toThrow(/use\.ts.*error TS/);
    expect(summary(one)).toContain(`--${other} URL`);
  });

  it('an SDK with both has both, each with its own address', async () => {
    const one = await made([{ url: SANDBOX }, { url: PRODUCTION }], { production: PRODUCTION, sandbox: SANDBOX });
    expect(baseUrls(one).replaceAll(/[\s,]/g, '')).toBe(`{production:"${PRODUCTION}"sandbox:"${SANDBOX}"}`);
    expect(summary(one)).not.toContain('undo this run');
    link(one.root, 'orders');
    use(one, "createOrdersClient({ environment: 'sandbox' });");
    run(one.root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json');
    expect(run(one.root, 'orders', 'vitest/vitest.mjs', 'run')).toMatch(/Tests {2}13 passed/);
  });

  it('an address that the specification does not list is taken, and said', async () => {
    const one = await made([{ url: `${PRODUCTION}/` }], {
      production: PRODUCTION,
      sandbox: 'http://localhost:8080/v1',
    });
    expect(summary(one)).toContain('Check http://localhost:8080/v1: it is not among the servers of the specification.');
  });

  it.each([
    ['http://api.orders.example', /^--production must be an https: address \(http: only for this machine\)\.$/],
    ['http://127.0.0.1.orders.example', /must be an https: address/],
    ['api.orders.example', /must be an https: address/],
    ['', /must be an https: address/],
    ['ftp://api.orders.example', /must be an https: address/],
    ['https://user:secret@api.orders.example', /^--production must be nothing but host and path/],
    ['https://api.orders.example?key=1', /must be nothing but host and path/],
    ['https://api.orders.example#x', /must be nothing but host and path/],
    ['https://{region}.orders.example', /^--production must be/],
    ["https://x'+alert(1)+'.example", /must be an https: address/],
    ['https://api.orders.example/\n', /must be an https: address/],
    ['https://api.orders.example/\u202e', /must be an https: address/],
  ])('refuses the address %j', async (production, message) => {
    await expect(made([], { production })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
    });
  });

  it('refuses one address for both', async () => {
    await expect(made([], { production: PRODUCTION, sandbox: `${PRODUCTION}/` })).rejects.toThrow(
      '--production and --sandbox are the same address. Give only the one that it is.',
    );
  });
});

describe('a server whose address is code', () => {
  const attack = "https://x'+eval(unescape('z70z72'.split('z').join(escape(',').at(0))))+'.com/v1";

  it.each([
    attack,
    `https://api.orders.example/v1'+alert(1)+'`,
    `https://api.orders.example/\`\${alert(1)}\``,
    'https://api.orders.example/\n*/alert(1)/*',
    'https://api.orders.example/\u2028alert(1)',
    'https://user@api.orders.example',
    'javascript:alert(1)',
    'https://ex\u0430mple.com',
  ])('is refused by name and place: %j', async (url) => {
    await expect(made([{ url: PRODUCTION }, { url }])).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(
        /^the server ".*" \(#\/servers\/1\) is not an http\(s\) address, so the file is refused\./,
      ),
    });
  });

  it('is refused as --docs', async () => {
    await expect(made([], { docs: attack })).rejects.toThrow('--docs must be an https: address');
  });

  it('adds nothing that runs to the list of providers', async () => {
    const one = await made([{ url: 'https://orders.example/v1;x=$&$$(y)' }]);
    expect(one.provider.docs).toBe('https://orders.example');
    const file = 'scripts/contract/providers.ts';
    expect(codeActs(file, one.read(file))).toEqual(codeActs(file, readFileSync(realRoot + file, 'utf8')));
  });
});

it('the command prints the servers and the options, and no control character of the file', async () => {
  const root = workspace();
  // The command works on its own repository.
  cpSync(`${realRoot}scripts`, `${root}scripts`, { recursive: true });
  const from = `${root}published.yaml`;
  writeFileSync(from, stringify({ ...baseOf('3.0'), servers: [{ url: SANDBOX }, { url: PRODUCTION }] }));
  const command = (...args: string[]) =>
    spawnSync(process.execPath, [`${root}scripts/new-provider.ts`, ...args], { encoding: 'utf8' });
  const refused = command('orders', '--from', `${root}\u001b[2J.yaml`);
  expect([refused.status, refused.stderr]).toEqual([4, expect.stringContaining('\\u001b[2J.yaml')]);
  expect(command('orders', '--form', from)).toMatchObject({ status: 2, stderr: expect.stringContaining('--help') });
  const done = command('orders', '--from', from, '--production', PRODUCTION);
  expect(done.stderr).toBe('');
  expect(done.stdout).toContain(`Environments:\n  production: ${PRODUCTION}\n`);
  expect(done.stdout).toContain(`Servers of the specification:\n  ${SANDBOX}\n  ${PRODUCTION}\n`);
  expect(done.stdout).toContain('run it again with --sandbox URL');
  const provider = readFileSync(`${root}packages/orders-sdk/src/provider.ts`, 'utf8');
  expect(provider).toMatch(new RegExp(`production: ['"]${PRODUCTION}['"]`));
});

function use({ root }: Made, code: string): void {
  writeFileSync(
    `${root}packages/orders-sdk/src/use.ts`,
    `import { createOrdersClient } from './index.ts';\n\n${code}\n`,
  );
}
