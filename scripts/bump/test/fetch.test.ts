// Getting a file by HTTP: every hop of a redirect is checked like the first address, and nothing secret of an address is kept.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { addressOf, fetchSpec } from '../fetch.ts';
import { asJson } from '../judge.ts';
import { markdown, terminal } from '../report/forms.ts';
import { providerDocument, repository } from './support/repository.ts';

/** A network of addresses: each responds with a text or with a redirect. Reports which were asked. */
function network(addresses: Readonly<Record<string, string | { to: string; status?: number }>>) {
  const asked: string[] = [];
  const fetcher = ((url: string, init?: RequestInit) => {
    asked.push(url);
    expect(init?.redirect).toBe('manual');
    const answer = addresses[url];
    if (answer === undefined) return Promise.reject(new TypeError('fetch failed', { cause: new Error(`no ${url}`) }));
    if (typeof answer === 'string') return Promise.resolve(new Response(answer));
    return Promise.resolve(new Response(null, { status: answer.status ?? 302, headers: { location: answer.to } }));
  }) as typeof fetch;
  return { asked, fetcher };
}

const FROM = 'https://acme.example/spec.yaml';

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'with %i is followed to an encrypted address, absolute or relative',
    async (status) => {
      const { asked, fetcher } = network({
        [FROM]: { to: '/moved.yaml', status },
        'https://acme.example/moved.yaml': { to: 'https://files.example/a?token=1', status },
        'https://files.example/a?token=1': 'openapi: 3.1.0',
      });
      expect(await fetchSpec(FROM, fetcher)).toMatchObject({ text: 'openapi: 3.1.0', address: FROM });
      expect(asked).toHaveLength(3);
    },
  );

  it.each([
    [
      'http://acme.example/spec.yaml',
      'usage',
      /^the redirect of https:\/\/acme\.example\/spec\.yaml, http:\/\/acme\.example\/spec\.yaml, is not encrypted/,
    ],
    ['http://169.254.169.254/latest/meta-data', 'usage', /is not encrypted/],
    ['http://127.0.0.2:8080/', 'network', /redirects to this machine \(127\.0\.0\.2:8080\)/],
    ['http://localhost/', 'network', /redirects to this machine/],
    ['https://127.0.0.1/', 'network', /redirects to this machine/],
    ['https://[::1]:9/', 'network', /redirects to this machine/],
    [
      'https://user:secret@acme.example/',
      'usage',
      /^the redirect of \S+ holds credentials\. Download the file and give its path\.$/,
    ],
    ['file:///etc/passwd', 'usage', /is not encrypted/],
    ['data:text/plain,x', 'usage', /is not encrypted/],
    ['https://', 'usage', /is not a URL/],
  ])('to %s is refused before anything is asked there', async (to, kind, message) => {
    const { asked, fetcher } = network({ [FROM]: { to } });
    await expect(fetchSpec(FROM, fetcher)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(asked).toEqual([FROM]);
  });

  it('is followed five times and no further', async () => {
    const { asked, fetcher } = network({ [FROM]: { to: FROM } });
    await expect(fetchSpec(FROM, fetcher)).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringContaining('redirects more than 5 times. Download the file and give its path with --from.'),
    });
    expect(asked).toHaveLength(6);
  });

  it('on this machine is followed on this machine, by a real server', async () => {
    const address = await listening((request, response) =>
      request.url === '/a' ? response.writeHead(302, { location: '/b' }).end('moved') : response.end('openapi: 3.1.0'),
    );
    expect((await fetchSpec(`${address}/a`)).text).toBe('openapi: 3.1.0');
  });
});

it.each(['http://acme.example/', 'http://127.0.0.1.acme.example/', 'http://localhost.acme.example/'])(
  'does not ask %s, which is not encrypted',
  async (from) => {
    const { asked, fetcher } = network({});
    await expect(fetchSpec(from, fetcher)).rejects.toMatchObject({ kind: 'usage' });
    expect(asked).toEqual([]);
  },
);

describe('an address with a query and a fragment', () => {
  const from = 'https://acme.example/spec.yaml?X-Signature=planted#planted';

  it('is asked as it is, and kept without them', async () => {
    const { asked, fetcher } = network({ [from]: 'openapi: 3.1.0' });
    expect((await fetchSpec(from, fetcher)).address).toBe(FROM);
    expect(asked).toEqual([from]);
  });

  it.each<[string, string | undefined]>([
    ['an empty file', ' '],
    ['no connection', undefined],
  ])('is shown without them for %s', async (_, text) => {
    const { fetcher } = network(text === undefined ? {} : { [from]: text });
    const error: Error = await fetchSpec(from, fetcher).then(
      () => new Error('was not refused'),
      (reason) => reason,
    );
    expect(error.message).toContain(FROM);
    expect(error.message.replace(/no https.*$/m, '')).not.toContain('planted');
  });

  it('leaves no trace of them in the tree and in the reports of a bump', async () => {
    const repo = await repository();
    const text = stringify({ ...providerDocument(), info: { title: 'x', version: '9.9.9' } });
    const report = await repo.bump({ from, fetcher: network({ [from]: text }).fetcher });
    expect(report.address).toBe(FROM);
    expect(JSON.parse(repo.read('specs/acme/source.json'))).toMatchObject({ address: FROM, version: '9.9.9' });
    expect([...repo.snapshot().values(), asJson(report), terminal(report), markdown(report)].join('')).not.toContain(
      'planted',
    );
  });
});

it('keeps a path as it is', () => {
  expect(['./a?b#c.yaml', '/x/y.json', 'a:b'].map(addressOf)).toEqual(['./a?b#c.yaml', '/x/y.json', 'a:b']);
});
