// The page in a real browser: what it shows, what its buttons do, and that it asks nobody else.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createIronClient } from '@org/iron-sdk';
import { chromium, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/server/server.ts';

function browserFile(): string {
  const file = ['chromium', 'google-chrome'].map(inPath).find((found) => found !== undefined);
  if (!file) throw new Error('There is no browser. On Debian: apt-get install chromium.');
  return file;
}

function inPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

async function opened(): Promise<{
  page: Page;
  server: Awaited<ReturnType<typeof startSandbox>>;
  asked: string[];
  faults: string[];
}> {
  const server = await startSandbox({ port: 0, stoppedClock: true });
  onTestFinished(() => server.close());
  // As root, which CI often is, Chromium starts without its sandbox only.
  const browser = await chromium.launch({ executablePath: browserFile(), args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const asked: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${server.url}/_sandbox`);
  return { page, server, asked, faults };
}

const token = (file: string): string => readFileSync(file, 'utf8');

async function signIn(page: Page, file: string): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(token(file));
  await page.getByRole('button', { name: 'Use token' }).click();
}

test('shows requests as they come, as text', async () => {
  const { page, server, asked, faults } = await opened();
  await fetch(`${server.url}/paxos/v2/markets?%3Cimg%20src=x%20onerror=alert(1)%3E=1`);
  const row = page.locator('#requests tbody tr').first();
  await row.getByText('ListMarkets').waitFor();
  expect(await row.getByText('query.<img src').count()).toBe(1);
  expect(await page.locator('img').count()).toBe(0);
  expect([[...new Set(asked.filter((origin) => origin !== 'null'))], faults]).toEqual([[server.url], []]);
});

test('actions need the token, and then advance time and add faults', async () => {
  const { page, server, faults } = await opened();
  const before = server.sandbox.clock.now().getTime();
  await page.getByRole('button', { name: 'Advance time' }).click();
  await page.getByText('Actions need the token.').waitFor();
  expect(server.sandbox.clock.now().getTime()).toBe(before);

  await signIn(page, server.tokenFile);
  await page.getByLabel('Advance by').fill('24h');
  await page.getByRole('button', { name: 'Advance time' }).click();
  await page.getByText('Done.').waitFor();
  expect(server.sandbox.clock.now().getTime() - before).toBe(24 * 3_600_000);

  await page.getByLabel('Operation').fill('ListMarkets');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.locator('#faults').getByText('ListMarkets').waitFor();
  expect((await fetch(`${server.url}/paxos/v2/markets`)).status).toBe(503);
  await page.getByRole('button', { name: 'Clear' }).click();
  expect(faults).toEqual([]);
});

test('shows records with their stage, and takes their next steps', async () => {
  const { page, server, faults } = await opened();
  const iron = createIronClient({ baseUrl: server.env.IRON_BASE_URL ?? '', apiKey: 'k' });
  const { id } = await iron.customer.createCustomer({
    body: { customer_type: 'Person', name: '<b>Ada</b>', email: 'ada@example.com' },
  });
  const path = { id };
  await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } });
  await signIn(page, server.tokenFile);
  const customer = page.locator('#records tr[data-kind=customer]');
  await customer.getByText('<b>Ada</b>').waitFor();
  await customer.getByText('IdentificationRequired').waitFor();

  const identification = page.locator('#records tr[data-kind=identification]');
  page.once('dialog', (dialog) => dialog.accept('The picture is blurred.'));
  await identification.getByRole('button', { name: 'Decline' }).click();
  await identification.getByText('Declined · The picture is blurred.').waitFor();

  await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } });
  await identification.getByText('Pending', { exact: false }).waitFor();
  await identification.filter({ hasText: 'Pending' }).getByRole('button', { name: 'Approve' }).click();
  await customer.getByText('SigningsRequired').waitFor();
  expect((await iron.customer.getCustomerById({ path })).status).toBe('SigningsRequired');
  expect(faults).toEqual([]);
});

test('takes the token from the fragment, and out of the address', async () => {
  const { page, server } = await opened();
  await page.goto('about:blank');
  await page.goto(`${server.url}/_sandbox#token=${token(server.tokenFile)}`);
  expect(page.url()).toBe(`${server.url}/_sandbox`);
  await page.getByRole('button', { name: 'Advance time' }).click();
  await page.getByText('Done.').waitFor();
});

test('a page of another origin can neither read nor act', async () => {
  const { page, server } = await opened();
  await page.goto('data:text/html,<title>elsewhere</title>');
  const tried = await page.evaluate(
    async ({ url, header }) => {
      const read = await fetch(`${url}/_sandbox/state`, { mode: 'no-cors' }).then(({ type }) => type, String);
      const acted = await fetch(`${url}/_sandbox/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-token': header },
        body: '{"action":"advance","by":"1h"}',
      }).then(() => 'acted', String);
      return [read, acted];
    },
    { url: server.url, header: token(server.tokenFile) },
  );
  expect(tried[0]).not.toBe('basic');
  expect(tried[1]).toBe('TypeError: Failed to fetch');
});
