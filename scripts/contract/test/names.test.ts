// How the contract's names become the names of calls.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { capitalise, groupName, methodName, operationsOf, withOperationNames } from '../operations.ts';

test.each([
  ['API Credentials', 'apiCredentials'],
  ['TravelRulePublic', 'travelRulePublic'],
  ['Customer', 'customer'],
  ['Fiat Transfers', 'fiatTransfers'],
  ['KYCRequests', 'kycRequests'],
  ['OAuth2', 'oAuth2'],
  ['wallet-proof_v2', 'walletProofV2'],
  ['  spaced  ', 'spaced'],
  ['3DS', '_3Ds'],
  ['!!!', ''],
])('the tag %j becomes the group %j', (tag, group) => {
  expect(groupName(tag)).toBe(group);
});

test.each([
  ['GetIdentity', 'getIdentity'],
  ['getIdentity', 'getIdentity'],
  ['KYCStart', 'kYCStart'],
  ['', ''],
])('the operationId %j becomes the method %j', (id, method) => {
  expect(methodName(id)).toBe(method);
});

test('a method becomes a type by its first letter', () => {
  expect(capitalise('getIdentity')).toBe('GetIdentity');
});

const named = (paths: JsonObject, names?: Record<string, string>): unknown[] =>
  operationsOf(withOperationNames({ openapi: '3.1.0', paths }, names)).map(({ operation }) => [
    operation.operationId,
    operation.tags,
  ]);
const id = (operationId: string): JsonObject => ({ '/things': { get: { operationId, tags: ['Things'] } } });

test.each([
  ['GetIdentity', 'GetIdentity'],
  ['get_identity', 'get_identity'],
  ['get-stations', 'getStations'],
  ['orders.create', 'ordersCreate'],
  ['emails/list', 'emailsList'],
  ['meta/root', 'metaRoot'],
  ['Get stations', 'GetStations'],
  ['3ds-start', 'get3dsStart'],
  ['then', 'getThen'],
  ['日本', 'getThings'],
])('the operationId %j becomes %j in the effective contract', (operationId, name) => {
  expect(named(id(operationId))).toEqual([[name, ['Things']]]);
});

test('an operation without an id is named by its method and path, one without tags is grouped by the first segment', () => {
  expect(named({ '/v1/stations/{id}/trips': { get: {} }, '/': { post: { tags: [] } } })).toEqual([
    ['getV1StationsByIdTrips', ['stations']],
    ['postRoot', ['default']],
  ]);
});

test('the first of several tags is the group, tags that become one group are one, and none takes a name of the client', () => {
  expect(
    named({
      '/a': { get: { operationId: 'a', tags: ['API Credentials', 'Other'] } },
      '/b': { get: { operationId: 'b', tags: ['ApiCredentials'] } },
      '/c': { get: { operationId: 'c', tags: ['Request'] } },
    }),
  ).toEqual([
    ['a', ['API Credentials', 'Other']],
    ['b', ['API Credentials']],
    ['c', ['Request operations']],
  ]);
});

test('names.yaml names operations, by their id or by method and path, and links follow', () => {
  const paths = {
    ...id('get-things'),
    '/a': { get: { tags: ['A'], responses: { 200: { links: { next: { operationId: 'get-things' } } } } } },
  };
  const document = withOperationNames(
    { openapi: '3.1.0', paths },
    { 'get-things': 'listThings', 'GET /a': 'readA', unrelated: 'other' },
  );
  expect(operationsOf(document).map(({ operation }) => operation.operationId)).toEqual(['listThings', 'readA']);
  expect(JSON.stringify(document)).toContain('"links":{"next":{"operationId":"listThings"}}');
});
