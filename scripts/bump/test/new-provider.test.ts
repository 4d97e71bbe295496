// A provider of another kind, made from its spec and thrown away: green at once.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { writeAll } from '../../contract/files.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { type Provider, root as realRoot } from '../../contract/providers.ts';
import { openScreen, summary } from '../new-provider/report.ts';
import { type Scaffold, scaffold } from '../new-provider/scaffold.ts';
import { planBump } from '../plan.ts';
import { baseOf, edited } from './support/corpus.ts';
import { link, run, workspace } from './support/workspace.ts';

type Edits = Parameters<typeof edited>[1];
const today = new Date('2026-05-05');
const template = `${realRoot}scripts/contract/template/`;

interface Made extends Scaffold {
  readonly root: string;
  readonly from: string;
  read(file: string): string;
}

/** Writes the document, makes a provider of it and writes that. */
async function made(document: Json, name = 'orders', root = workspace()): Promise<Made> {
  const from = `${root}published.yaml`;
  writeFileSync(from, stringify(document));
  const one = await scaffold({ root, name, from, today });
  writeAll(one.files);
  return { ...one, root, from, read: (file) => readFileSync(root + file, 'utf8') };
}

const base = (edits: Edits): JsonObject => edited(baseOf('3.0'), edits, 'another kind');

/** Type-checks and tests the packages. */
function isGreen({ root, provider: { name } }: Made): void {
  link(root, name);
  run(root, name, 'typescript/bin/tsc', '-p', 'tsconfig.json');
  expect(run(root, name, 'vitest/vitest.mjs', 'run')).toMatch(/Tests {2}13 passed \(13\)/);
}

const success = (schema: Json = {}): JsonObject => ({
  200: { description: '', content: { 'application/json': { schema } } },
  default: { description: '' },
});
const documentOf = (paths: JsonObject, rest: JsonObject = {}): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Usual', version: '1' },
  security: [],
  paths,
  ...rest,
});
const overlayOf = (one: Made, file = '20-fixes'): { target: string; 'x-matches'?: number; description: string }[] =>
  parse(one.read(`specs/orders/overlays/${file}.yaml`)).actions;

describe('the packages are copies of the template', () => {
  it('and the template is what the template is made into, its own names aside', async () => {
    const root = workspace();
    const { files } = await scaffold({
      root,
      name: 'zebra',
      from: `${template}published.yaml`,
      production: 'https://api.acme.example/v1',
      sandbox: 'https://sandbox.acme.example/v1',
      today,
    });
    const mine = [...files].filter(([file]) => file.startsWith(`${root}packages/`));
    expect(mine.length).toBeGreaterThan(20);
    for (const [file, text] of mine) {
      const at = file.replace(`${root}packages/zebra-`, template);
      const isGenerated = /\/generated\/|\.d\.ts$|openapi\.json$/.test(at);
      const back = text.replaceAll('zebra', 'acme').replaceAll('Zebra', 'Acme').replaceAll('ZEBRA', 'ACME');
      const same = { 'package.json': '  "private": true,\n', 'tsconfig.json': '../../' };
      const left = Object.entries(same).reduce(
        (one, [name, only]) => (at.endsWith(name) ? one.replace(only, '') : one),
        readFileSync(at, 'utf8'),
      );
      // The formatter of the tree writes provider.ts anew.
      const plain = (code: string): string => (at.endsWith('provider.ts') ? code.replaceAll(/[\s,'"]/g, '') : code);
      // `vitest -u` writes those that the generator makes.
      if (isGenerated) await expect(back, at).toMatchFileSnapshot(at);
      else expect(plain(back), at).toBe(plain(left));
    }
  });

  it('names are replaced as whole identifiers, in each of their forms', async () => {
    const one = await made(base([]), 'order-desk');
    const sdk = 'packages/order-desk-sdk/';
    expect(one.read(`${sdk}src/client.ts`)).toContain(
      'export function createOrderDeskClient(options: OrderDeskOptions)',
    );
    expect(one.read(`${sdk}src/client.ts`)).toContain('const orderDesk = createOrderDeskClient(');
    expect(one.read(`${sdk}src/otel.ts`)).toContain("name: '@org/order-desk-sdk', version, prefix: 'orderDesk'");
    expect(one.read(`${sdk}src/options.ts`)).toContain("'ORDER_DESK_BASE_URL'");
    const texts = [...one.files].filter(([file]) => file.includes('order-desk'));
    for (const [file, text] of texts) expect(text, file).not.toMatch(/acme/i);
    expect(JSON.parse(one.read(`${sdk}package.json`))).not.toHaveProperty('private');
    expect(Object.keys(JSON.parse(one.read(`${sdk}package.json`)).exports)).toEqual([
      '.',
      './paths',
      './otel',
      './types',
      './package.json',
    ]);
    isGreen(one);
  });

  it('entries are written where providers are listed', async () => {
    const one = await made(base([]));
    expect(one.read('scripts/contract/providers.ts')).toContain(
      '  { name: "orders", pascal: "Orders", docs: "https://orders.example", nullableWhenRead: false, draft: true },\n];',
    );
    const { fixed } = JSON.parse(one.read('.changeset/config.json'));
    expect(fixed.at(-1)).toEqual(['@org/orders-types', '@org/orders-sdk']);
    expect(fixed).toHaveLength(3);
    expect(one.read('README.md')).toContain('[`packages/orders-sdk`](packages/orders-sdk)');
    const { fixed: groups } = JSON.parse((await made(base([]), 'parcels', one.root)).read('.changeset/config.json'));
    expect(groups).toEqual([...fixed, ['@org/parcels-types', '@org/parcels-sdk']]);
    expect(one.read('scripts/contract/providers.ts')).toMatch(/name: "orders".*\n {2}\{ name: "parcels".*\n\];/);
    expect(one.read('.changeset/new-orders.md')).toContain('"@org/orders-types": minor\n"@org/orders-sdk": minor');
  });

  it.each(['Iron', 'a/../b', 'a--b'])('the name %s is refused', async (name) => {
    await expect(made(base([]), name)).rejects.toThrow(/cannot name a provider/);
  });

  it.each(['sandbox', 'acme', 'client', 'class'])('the name %s is refused, because it is taken', async (name) => {
    await expect(made(base([]), name)).rejects.toThrow(/there is \w+ already|cannot be a name in TypeScript/);
  });
});

describe('the usual style is accepted', () => {
  const pageOf = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
  const usual = documentOf(
    {
      '/v1/stations': {
        get: { operationId: 'get-stations', responses: success({ type: 'array', items: pageOf('address') }) },
        post: { operationId: 'emails/list', tags: ['3DS'], responses: success(pageOf('Address')) },
      },
      '/v1/stations?kind=bus': { get: { operationId: 'meta/root', responses: success() } },
      '/orders': {
        get: {
          operationId: 'orders.create',
          parameters: [
            { name: 'limit<', in: 'query', schema: { type: 'integer', default: null } },
            { name: 'sort', in: 'query', schema: { type: ['string', 'null'], default: null } },
          ],
          responses: { '2XX': success(pageOf('Order-Input'))['200'] as Json, '4XX': { description: '' } },
        },
        put: {
          operationId: 'orders_create',
          requestBody: { content: { 'application/json': { schema: pageOf('Order') } } },
          responses: success(pageOf('Order')),
        },
        post: {
          operationId: 'orders-create',
          requestBody: { content: { 'application/json': { schema: pageOf('orders') } } },
          responses: { 200: { description: '', content: { 'application/json': {}, examples: { one: {} } } } },
        },
        delete: { responses: success() },
      },
    },
    {
      'x-vendor': { $ref: '#/nowhere', mapping: { a: 'b' }, discriminator: { mapping: { a: '#/no' } } },
      components: {
        'x-parts': { $ref: 'nowhere.yaml' },
        schemas: {
          Address: { type: 'object', properties: { zip: { type: 'string', default: null } } },
          address: { nullable: true, properties: { zip: { type: 'string', pattern: '\\_' } } },
          Order: {
            type: 'object',
            properties: { id: { type: 'string', readOnly: true }, 'x-y': { $ref: '#/components/schemas/Record' } },
          },
          'Order-Input': { type: 'object', 'x-more': { $ref: '#/none', mapping: { a: 'b' } } },
          Record: { type: 'string' },
          orders: { type: 'object', properties: { of: { type: 'array', items: pageOf('OrdersCreateArgs') } } },
          OrdersCreateArgs: { type: 'string', default: null },
        },
      },
    },
  );

  it('of names, tags, schemas, defaults, extensions and statuses, and all is green', async () => {
    const one = await made(usual);
    expect(one.problems).toEqual([]);
    expect(parse(one.read('specs/orders/names.yaml'))).toEqual({
      address: 'Address2',
      'Order-Input': 'OrderInput2',
      Record: 'Record2',
      orders: 'Orders',
      OrdersCreateArgs: 'OrdersCreateArgs2',
      operations: {
        'get-stations': 'getStations',
        'emails/list': 'emailsList',
        'meta/root': 'metaRoot',
        'orders.create': 'ordersCreate',
        'orders-create': 'ordersCreate2',
        'DELETE /orders': 'deleteOrders',
      },
    });
    const table = one.read('packages/orders-sdk/src/generated/operations.ts');
    expect(table).toMatch(/ {2}_3Ds: \{\n {4}emailsList: \{ method: "POST", path: "\/v1\/stations"/);
    expect(table).toMatch(/ {2}stations: \{\n {4}getStations: .*\n {4}metaRoot: .*"\/v1\/stations\?kind=bus"/);
    expect(one.dropped).toEqual([
      expect.stringMatching(/^the statuses 2XX were read as 200 /),
      expect.stringMatching(/^the statuses 4XX were read as default /),
      expect.stringMatching(/^examples is no media type, and was dropped /),
      expect.stringMatching(/^a pattern that is not a regular expression /),
    ]);
    isGreen(one);
  });

  it('one rule fixes `default: null` wherever it stands, and leaves it where null is allowed', async () => {
    const one = await made(usual);
    const rules = overlayOf(one).filter(({ description }) => description.startsWith('`default: null`'));
    expect(rules.map(({ 'x-matches': matches }) => matches)).toEqual([3]);
    const contract = one.read('packages/orders-types/openapi.json');
    expect(contract.match(/"default": null/g)).toHaveLength(1);
  });

  it('a bump of the same file changes nothing', async () => {
    const one = await made(usual);
    const { report } = await planBump({ root: one.root, provider: one.provider, from: one.from, today });
    expect([report.findings, report.files, report.texts]).toEqual([[], [], []]);
  });

  it('a document of webhooks only is accepted, and its SDK is green', async () => {
    const { paths: _, ...rest } = documentOf({});
    const body = { content: { 'application/json': { schema: { type: 'object' } } } };
    const one = await made({ ...rest, webhooks: { sent: { post: { requestBody: body, responses: success() } } } });
    expect(one.operations).toBe(0);
    isGreen(one);
  });

  it.each<[string, JsonObject, string]>([
    [
      'no error of most operations',
      { '/a': { get: { responses: { 200: success()['200'] as Json } } }, '/b': { get: { responses: success() } } },
      "$.paths[*][?@.responses && !@.responses['default']].responses",
    ],
    ['no responses', { '/a': { get: {} } }, '$["paths"]["/a"]["get"]'],
    [
      'a 204 with a body',
      { '/a': { get: { responses: { ...success(), 204: success()['200'] as Json } } } },
      "$.paths[*][*].responses['204','205'].content",
    ],
    ['an undeclared path parameter', { '/a/{id}': { get: { responses: success() } } }, '$["paths"]["/a/{id}"]["get"]'],
  ])('of faults: %s is fixed by one action', async (_, paths, target) => {
    const one = await made(documentOf(paths));
    expect(overlayOf(one).map((action) => action.target)).toEqual([target]);
    expect(one.problems).toEqual([]);
  });

  it('of discriminators without a mapping: the names that the provider gave its schemas are the values', async () => {
    const schema = (kind: string): JsonObject => ({
      type: 'object',
      properties: { kind: { type: 'string', enum: [kind] } },
    });
    const union = { oneOf: [pageOf('train'), pageOf('Bus')], discriminator: { propertyName: 'kind' } };
    const schemas = { train: schema('train'), Bus: schema('Bus'), Any: union };
    const one = await made(
      documentOf({ '/a': { get: { responses: success(pageOf('Any')) } } }, { components: { schemas } }),
    );
    expect(
      JSON.parse(one.read('packages/orders-types/openapi.json')).components.schemas.Any.discriminator.mapping,
    ).toEqual({
      train: '#/components/schemas/Train',
      Bus: '#/components/schemas/Bus',
    });
  });
});

describe('credentials', () => {
  const schemes = {
    Id: { type: 'apiKey', in: 'header', name: 'X-Id' },
    Secret: { type: 'apiKey', in: 'query', name: 'secret' },
    Session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    Basic: { type: 'http', scheme: 'basic' },
    Bearer: { type: 'http', scheme: 'bearer' },
    OAuth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'Ask us', scopes: {} } } },
    Unused: { type: 'http', scheme: 'digest' },
  };
  const get = (operation: JsonObject): JsonObject => ({ get: { responses: success(), ...operation } });

  it('of every kind are sent as each operation asks: all of a requirement, its own, or none', async () => {
    const one = await made(
      documentOf(
        {
          '/usual': get({}),
          '/own': get({ security: [{ Basic: [] }] }),
          '/either': get({ security: [{ Bearer: [] }, { Session: [], Id: [] }] }),
          '/scoped': get({ security: [{ OAuth: ['read', 'write'] }] }),
          '/public': get({ security: [] }),
        },
        { security: [{ Id: [], Secret: [] }], components: { securitySchemes: schemes } },
      ),
    );
    const table = one.read('packages/orders-sdk/src/generated/operations.ts');
    expect(table).toMatch(/getUsual: .* credentials: \[\["Id", "Secret"\]\] \}/);
    expect(table).toMatch(/getEither: .* credentials: \[\["Bearer"\], \["Id", "Session"\]\] \}/);
    expect(table).toMatch(/getPublic: .* public: true \}/);
    const provider = one.read('packages/orders-sdk/src/provider.ts');
    expect(provider).toContain('{ in: "query", name: "secret", variable: "ORDERS_SECRET" }');
    expect(provider).not.toContain('Unused');
    expect(one.left.map(({ text }) => text)).toEqual([
      'OAuth is OAuth 2 (clientCredentials): the SDK takes an access token, or a function that returns one. Requesting it is left to you.',
      'Unused is the HTTP scheme digest: the SDK sends what it is given as `Authorization`.',
    ]);
    expect(overlayOf(one).map(({ description }) => description)).toEqual([
      'Scopes that operations ask for and the scheme does not declare.',
    ]);
    isGreen(one);
  });

  it('a contract that says nothing of security is public', async () => {
    const { security: _, ...silent } = documentOf({ '/a': get({}), '/b': get({}) });
    const one = await made(silent);
    expect(overlayOf(one).map(({ target }) => target)).toEqual(['$']);
    expect(one.read('packages/orders-sdk/src/generated/operations.ts').match(/public: true/g)).toHaveLength(2);
  });
});

describe('what is left for a person', () => {
  const form = { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } };
  const open = documentOf({
    ...Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [
        `/forms/${index}`,
        { post: { operationId: `send-${index}`, requestBody: form, responses: success() } },
      ]),
    ),
    '/moved': { get: { responses: { 302: { description: '' }, default: { description: '' } } } },
    '/fine': { get: { responses: success() } },
  });

  it('is written as a draft: spec, names, source and an overlay with all open points, and nothing else', async () => {
    const one = await made(open);
    expect([...one.files.keys()].map((file) => file.replace(one.root, ''))).toEqual([
      'specs/orders/spec.yaml',
      'specs/orders/names.yaml',
      'specs/orders/source.json',
      'specs/orders/README.md',
      'specs/orders/left-to-you.txt',
      'specs/orders/overlays/25-open-points.yaml',
    ]);
    const actions = overlayOf(one, '25-open-points');
    expect(actions).toHaveLength(26);
    expect(actions).toContainEqual({
      target: '$["paths"]["/moved"]["get"]',
      description: 'TODO: GET /moved: declares no success: add the 2xx that it really returns.',
      update: {},
    });
    expect(actions.at(-1)).toEqual({
      target: '$["paths"]["/forms/9"]["post"]',
      description:
        'TODO: POST /forms/9: body is application/x-www-form-urlencoded, and the SDK sends and reads JSON and text only: write `remove: true`, or add the JSON that it takes as well.',
      update: {},
    });
  });

  it('is shown on one screen that says where to write it', async () => {
    const one = await made(open);
    for (const isWritten of [false, true]) {
      const screen = openScreen(one, isWritten);
      expect(screen.split('\n').length).toBeLessThan(24);
      expect(screen).toContain('orders: 2 points need a decision:');
      expect(screen).toContain('GET /moved: declares no success');
      expect(screen).toContain('25 bodies are neither JSON nor text');
      expect(screen).toContain('specs/orders/overlays/25-open-points.yaml');
    }
  });

  it('is taken up when the command runs again, and what was written there stays', async () => {
    const one = await made(open);
    const file = 'specs/orders/overlays/25-open-points.yaml';
    const decided = one.read(file).replaceAll('update: {}', 'remove: true');
    writeFileSync(one.root + file, decided);
    const names = one.read('specs/orders/names.yaml').replace(': send7', ': sendSeven');
    writeFileSync(`${one.root}specs/orders/names.yaml`, names);
    const again = await made(open, 'orders', one.root);
    expect([again.problems, again.operations]).toEqual([[], 27]);
    expect(again.read(file)).toBe(decided);
    expect(again.read('specs/orders/names.yaml')).toBe(names);
    expect(again.read('packages/orders-sdk/src/generated/operations.ts')).toContain('getFine: {');
    expect(again.read('packages/orders-sdk/src/generated/operations.ts')).not.toContain('send');
  });

  it('a draft with points still open is left as it is', async () => {
    const one = await made(open);
    const file = 'specs/orders/overlays/25-open-points.yaml';
    const half = one.read(file).replace('update: {}', 'remove: true');
    writeFileSync(one.root + file, half);
    const again = await made(open, 'orders', one.root);
    expect([again.problems.length, again.read(file)]).toEqual([1, half]);
  });

  it('what the SDK does not do is listed whole in a file and short on the screen', async () => {
    const cookie = { name: 'c', in: 'cookie', schema: { type: 'string' } };
    const deep = { name: 'd', in: 'query', style: 'deepObject', schema: { type: 'object' } };
    const plain = { name: 'p', in: 'query', schema: { type: 'string' } };
    const one = await made(
      documentOf({
        ...Object.fromEntries(
          'abcdef'.split('').map((name) => [`/${name}`, { get: { parameters: [cookie], responses: success() } }]),
        ),
        '/deep': { get: { parameters: [deep], responses: success() } },
        '/query?x=1': { get: { parameters: [plain], responses: success() } },
        '/other': { get: { servers: [{ url: 'https://files.example' }], responses: success() } },
      }),
    );
    expect(one.left.map(({ operations }) => operations)).toEqual([
      ['GET /other'],
      ['GET /a', 'GET /b', 'GET /c', 'GET /d', 'GET /e', 'GET /f'],
      ['GET /deep'],
      ['GET /query?x=1'],
    ]);
    expect(summary(one)).toContain('Cookies that are parameters are not sent: GET /a, GET /b, GET /c and 3 more');
    expect(one.read('specs/orders/left-to-you.txt')).toContain(
      'not sent: \n  GET /a\n  GET /b\n  GET /c\n  GET /d\n  GET /e\n',
    );
  });
});

it('the command refuses open points, writes them with --draft, and its help fits a screen', () => {
  const root = workspace();
  // The command works on its own repository.
  cpSync(`${realRoot}scripts`, `${root}scripts`, { recursive: true });
  const command = (...args: string[]) =>
    spawnSync(process.execPath, [`${root}scripts/new-provider.ts`, ...args], { encoding: 'utf8' });
  const from = `${root}published.yaml`;
  writeFileSync(from, stringify(documentOf({ '/moved': { get: { responses: { 302: { description: '' } } } } })));
  // What is installed is linked, and other tests may write there.
  const files = () => readdirSync(root, { recursive: true }).filter((file) => !`${file}`.includes('node_modules'));
  const before = files();
  const refused = command('orders', '--from', from);
  expect([refused.status, refused.stderr]).toEqual([9, '']);
  expect(refused.stdout).toContain('GET /moved: declares no success: add the 2xx that it really returns.');
  expect(refused.stdout).toContain('Nothing was written. With --draft,');
  expect(files()).toEqual(before);
  const draft = command('orders', '--from', from, '--draft');
  expect([draft.status, draft.stderr]).toEqual([0, '']);
  expect(draft.stdout).toContain('All of them are in specs/orders/overlays/25-open-points.yaml');
  expect(readdirSync(`${root}specs/orders`).sort()).toEqual([
    'README.md',
    'left-to-you.txt',
    'names.yaml',
    'overlays',
    'source.json',
    'spec.yaml',
  ]);
  const lines = command('--help').stdout.split('\n');
  expect(lines.length).toBeLessThan(25);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
});

it('a later clash of names is a diagnostic that says where to name one', async () => {
  const first = documentOf({ '/a': { get: { operationId: 'list', responses: success() } } });
  const one = await made(first);
  const paths = first.paths as JsonObject;
  writeFileSync(
    one.from,
    stringify({ ...first, paths: { ...paths, '/b': { get: { operationId: 'List', responses: success() } } } }),
  );
  const provider: Provider = one.provider;
  const { stop } = await planBump({ root: one.root, provider, from: one.from, today });
  expect(stop?.message).toContain(
    'GET /b: becomes the method list, as GET /a does: give one of them another name under `operations` in names.yaml.',
  );
});
