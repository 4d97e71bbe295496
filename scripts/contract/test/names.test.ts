// How the contract's names become the names of calls.
import { expect, test } from 'vitest';
import { capitalise, groupName, methodName } from '../names.ts';

test.each([
  ['API Credentials', 'apiCredentials'],
  ['TravelRulePublic', 'travelRulePublic'],
  ['Customer', 'customer'],
  ['Fiat Transfers', 'fiatTransfers'],
  ['KYCRequests', 'kycRequests'],
  ['OAuth2', 'oAuth2'],
  ['wallet-proof_v2', 'walletProofV2'],
  ['  spaced  ', 'spaced'],
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
