// What an identity owes after it was created: documents (https://docs.paxos.com/guides/identity/edd) and a KYC refresh
// (https://docs.paxos.com/guides/identity/kyc-refresh).
import { driven, type ManualClock, manualClock } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { beforeEach, expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import {
  confirmKycRefresh,
  documentTypeOf,
  type KycConfirmation,
  type SuppliedDocument,
  supplyDocuments,
} from '../../src/identity.ts';
import { createPaxosClient, type PaxosClient } from '../../src/index.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();
const storage = useServer(raw(200, ''));
const DOCUMENTS = '/v2/identity/identities/i1/documents';

let names: string[] = [];
let pending: string[] = [];
const announce: Reply = (response, seen, socket) => {
  const { name, document_types = [] } = JSON.parse(seen.body) as { name: string; document_types?: string[] };
  if (names.includes(name)) return json(409, { title: 'Already Exists' })(response, seen, socket);
  names.push(name);
  storage.on(`PUT /${name}`, (answer, sent, line) => {
    pending = pending.filter((type) => !document_types.includes(type));
    return raw(200, '')(answer, sent, line);
  });
  return json(200, { file_id: name, name, upload_url: `${storage.url}/${name}` })(response, seen, socket);
};
beforeEach(() => {
  names = [];
  pending = ['PROOF_OF_RESIDENCY', 'PROOF_OF_FUNDS'];
  api.on(`GET ${DOCUMENTS}`, (response, seen, socket) =>
    json(200, { documents: names.map((name) => ({ name })), pending_documents: pending })(response, seen, socket),
  );
  api.on(`PUT ${DOCUMENTS}`, announce);
});

const client = (clock: ManualClock): PaxosClient =>
  createPaxosClient({
    ...optionsOf(api, tokens, clock),
    rateLimit: false,
    maxRetries: 0,
    scopes: ['identity:read_identity', 'identity:write_identity'],
  });
const data = new TextEncoder().encode('%PDF');
const BILL: SuppliedDocument = { name: 'bill.pdf', data, documentTypes: ['PROOF_OF_RESIDENCY'] };
const PAYSLIP: SuppliedDocument = { name: 'payslip.pdf', data, documentTypes: ['PROOF_OF_FUNDS'] };

async function supply(documents: readonly SuppliedDocument[], options: object = {}): Promise<unknown> {
  const clock = manualClock();
  const work = supplyDocuments(client(clock), 'i1', documents, { clock, random: () => 0.5, ...options });
  return driven(
    clock,
    work.catch((error: unknown) => error),
  );
}

test('supplies documents, and says what is still pending', async () => {
  expect(await supply([BILL])).toEqual({ names: ['bill.pdf'], pending: ['PROOF_OF_FUNDS'] });
  expect(await supply([PAYSLIP])).toEqual({ names: ['payslip.pdf'], pending: [] });
  expect(api.seen[0]?.query).toBe('include_pending_docs=true');
});

test('called again, it sends only what Paxos does not have', async () => {
  await supply([BILL]);
  expect(await supply([BILL, PAYSLIP])).toEqual({ names: ['bill.pdf', 'payslip.pdf'], pending: [] });
  expect(storage.seen.map(({ path }) => path)).toEqual(['/bill.pdf', '/payslip.pdf']);
});

test('a name that was announced before a crash, without bytes, is followed by the next free one', async () => {
  names = ['bill.pdf', 'bill-2.pdf'];
  expect(await supply([BILL])).toEqual({ names: ['bill-3.pdf'], pending: ['PROOF_OF_FUNDS'] });
});

test('a document without a type is sent once', async () => {
  const untyped = { name: 'letter.png', data };
  await supply([untyped]);
  expect(await supply([untyped])).toMatchObject({ names: ['letter.png'] });
  expect(storage.seen).toHaveLength(1);
});

test('an outage is ridden out, and nothing that was sent is sent again', async () => {
  api.on(`PUT ${DOCUMENTS}`, announce, json(503, {}), reset, announce);
  api.on(
    `GET ${DOCUMENTS}`,
    json(502, {}),
    json(200, { documents: [], pending_documents: pending }),
    json(503, {}),
    (response, seen, socket) =>
      json(200, { documents: names.map((name) => ({ name })), pending_documents: pending })(response, seen, socket),
  );
  expect(await supply([BILL, PAYSLIP])).toEqual({ names: ['bill.pdf', 'payslip.pdf'], pending: [] });
  expect(storage.seen.map(({ path }) => path)).toEqual(['/bill.pdf', '/payslip.pdf']);
});

test('files that Paxos does not take are refused before anything is sent', async () => {
  expect(await supply([BILL, { ...PAYSLIP, name: 'a.exe' }])).toMatchObject({ name: 'InvalidRequestError' });
  expect(await supply([BILL, BILL])).toMatchObject({
    message: 'Each document needs a name of its own. Nothing was sent.',
  });
  expect(api.seen).toEqual([]);
});

test('it ends by its signal', async () => {
  expect(await supply([BILL], { signal: AbortSignal.abort() })).toMatchObject({ name: 'AbortedError' });
});

// The seven papers of the webhook document, and a type of the upload itself.
test.each([
  ['DRIVERS_LICENSE', 'IDENTITY_VERIFICATION'],
  ['PASSPORT', 'IDENTITY_VERIFICATION'],
  ['NATIONAL_ID', 'IDENTITY_VERIFICATION'],
  ['GOVERNMENT_ID', 'IDENTITY_VERIFICATION'],
  ['UTILITY_BILL', 'PROOF_OF_RESIDENCY'],
  ['BANK_STATEMENT', 'PROOF_OF_RESIDENCY'],
  ['PROOF_OF_ADDRESS', 'PROOF_OF_RESIDENCY'],
  ['PROOF_OF_FUNDS', 'PROOF_OF_FUNDS'],
  ['SOMETHING_NEW', 'SOMETHING_NEW'],
  ['constructor', 'constructor'],
])('the paper %s is a document of type %s', (required, type) => {
  expect(documentTypeOf(required)).toBe(type);
});

test('every paper of the contract has a document type of the contract', () => {
  const { DocumentType, IdentityDocumentsRequiredObject } = contract.components.schemas;
  for (const required of IdentityDocumentsRequiredObject.properties.required_documents.items.enum) {
    expect(DocumentType.enum).toContain(documentTypeOf(required));
  }
});

async function confirm(confirmation: Partial<KycConfirmation>): Promise<unknown> {
  const clock = manualClock({ start: Date.parse('2026-05-05T00:00:00Z') });
  const work = confirmKycRefresh(
    client(clock),
    { identityId: 'i1', confirmedAt: '2026-05-04T12:00:00Z', ...confirmation },
    { clock, random: () => 0.5 },
  );
  return driven(
    clock,
    work.catch((error: unknown) => error),
  );
}

test.each<[Partial<KycConfirmation>, object]>([
  [{}, { last_kyc_refresh_date: '2026-05-04T12:00:00.000Z' }],
  [{ confirmedAt: new Date('2026-05-04T12:00:00Z') }, { last_kyc_refresh_date: '2026-05-04T12:00:00.000Z' }],
  [{ confirmedAt: '2026-05-04T14:00:00+02:00' }, { last_kyc_refresh_date: '2026-05-04T12:00:00.000Z' }],
  [
    { changes: { person_details: { phone_number: '+1 555 678 1234' } } },
    { last_kyc_refresh_date: '2026-05-04T12:00:00.000Z', person_details: { phone_number: '+1 555 678 1234' } },
  ],
])('a KYC refresh with %j is confirmed, over an outage', async (confirmation, body) => {
  api.on('PUT /v2/identity/identities/i1', json(503, {}), reset, json(200, { id: 'i1' }));
  expect(await confirm(confirmation)).toEqual({ id: 'i1' });
  expect(api.seen.map((seen) => JSON.parse(seen.body))).toEqual([body, body, body]);
});

test.each<[unknown, string]>([
  ['yesterday', "'confirmedAt' must be a Date, or a time with its zone"],
  ['2026-05-04', "'confirmedAt' must be a Date, or a time with its zone"],
  ['2026-05-04T12:00:00', "'confirmedAt' must be a Date, or a time with its zone"],
  [new Date('x'), "'confirmedAt' must be a Date"],
  [undefined, "'confirmedAt' must be a Date"],
  ['2026-05-05T00:00:01Z', "'confirmedAt' is in the future"],
])('the time %s is refused before anything is sent', async (confirmedAt, message) => {
  expect(await confirm({ confirmedAt: confirmedAt as string })).toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(message),
  });
  expect(api.seen).toEqual([]);
});
