// The field reference of the travel rule, row by row: https://docs.paxos.com/guides/travel-rule/field-reference

import { driven, manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import { expect, test } from 'vitest';
import { createPaxosClient } from '../../src/index.ts';
import { checkTravelRule, saveTravelRule, type TravelRuleMetadata } from '../../src/money.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const USA = { physical_address: { country: 'USA' } };
const ADA = { first_name: 'Ada', last_name: 'Lovelace', ...USA };
const FIRM = { name: 'Analytical Engines', ...USA };
const VASP = { id: '0b3d9f1e-7c2a-4e8b-9f1a-2c3d4e5f6a7b' };
const PERSON = 'beneficiary.person_details';
const INSTITUTION = 'beneficiary.institution_details';

test.each<[string, object | undefined, string[]]>([
  ['nothing', undefined, ['custodian_type', 'beneficiary']],
  ['a private wallet of the end user', { custodian_type: 'PRIVATE', beneficiary: { self: true } }, []],
  ['a provider of the directory', { custodian_type: 'VASP', vasp: VASP, beneficiary: { self: true } }, []],
  [
    'a provider named by hand',
    {
      custodian_type: 'VASP',
      vasp: { custom_vasp_name: 'X', custom_vasp_website: 'https://x.example' },
      beneficiary: { self: true },
    },
    [],
  ],
  ['a provider that is missing', { custodian_type: 'VASP', beneficiary: { self: true } }, ['vasp']],
  [
    'a provider without its website',
    { custodian_type: 'VASP', vasp: { custom_vasp_name: 'X' }, beneficiary: { self: true } },
    ['vasp.custom_vasp_website'],
  ],
  [
    'a provider without its name',
    { custodian_type: 'VASP', vasp: { custom_vasp_website: 'x' }, beneficiary: { self: true } },
    ['vasp.custom_vasp_name'],
  ],
  [
    'a provider by id and by hand',
    { custodian_type: 'VASP', vasp: { ...VASP, custom_vasp_name: 'X' }, beneficiary: { self: true } },
    ['vasp.id'],
  ],
  ['a private wallet at a provider', { custodian_type: 'PRIVATE', vasp: VASP, beneficiary: { self: true } }, ['vasp']],
  ['a custodian that is newer', { custodian_type: 'NEW', beneficiary: { self: true } }, []],
  ['a person', { custodian_type: 'PRIVATE', beneficiary: { person_details: ADA } }, []],
  [
    'a person without names and country',
    { custodian_type: 'PRIVATE', beneficiary: { person_details: {} } },
    [`${PERSON}.first_name`, `${PERSON}.last_name`, `${PERSON}.physical_address.country`],
  ],
  [
    'a country in two letters',
    {
      custodian_type: 'PRIVATE',
      beneficiary: { person_details: { ...ADA, physical_address: { country: 'US' } } },
    },
    [`${PERSON}.physical_address.country`],
  ],
  ['an institution', { custodian_type: 'PRIVATE', beneficiary: { institution_details: FIRM } }, []],
  [
    'an institution without name and country',
    { custodian_type: 'PRIVATE', beneficiary: { institution_details: { name: ' ' } } },
    [`${INSTITUTION}.name`, `${INSTITUTION}.physical_address.country`],
  ],
  [
    'a person and an institution',
    { custodian_type: 'PRIVATE', beneficiary: { person_details: ADA, institution_details: FIRM } },
    ['beneficiary'],
  ],
  [
    'details beside self',
    { custodian_type: 'PRIVATE', beneficiary: { self: true, person_details: ADA } },
    ['beneficiary'],
  ],
  ['self that is false', { custodian_type: 'PRIVATE', beneficiary: { self: false } }, ['beneficiary']],
])('of %s', (_what, metadata, fields) => {
  expect(checkTravelRule(metadata as TravelRuleMetadata).map(({ field }) => field)).toEqual(fields);
});

const { api, tokens } = paxosServers();
const client = (clock = manualClock()) =>
  createPaxosClient({
    ...optionsOf(api, tokens, clock),
    scopes: ['transfer:write_crypto_destination_address'],
  });
const TO = { crypto_network: 'SOLANA', address: 'abc', identity_id: 'i1' } as const;

test('saveTravelRule stores the metadata for orchestrations too, over an outage, and returns the entry', async () => {
  const outage = [json(503, {}), json(502, {}), reset, json(503, {})];
  api.script(...outage, json(200, { address: { id: 'a1', status: 'APPROVED' } }));
  const metadata: TravelRuleMetadata = { custodian_type: 'PRIVATE', beneficiary: { self: true } };
  const clock = manualClock();
  const work = saveTravelRule(client(clock), TO, metadata, { clock, random: () => 0.5 });
  expect(await driven(clock, work)).toEqual({ id: 'a1', status: 'APPROVED' });
  expect(api.seen).toHaveLength(5);
  expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({ ...TO, travelrule_metadata: metadata });
});

test('saveTravelRule sends nothing that is incomplete, and names no value', async () => {
  const metadata = { custodian_type: 'PRIVATE', beneficiary: { person_details: { ...ADA, last_name: '' } } } as const;
  await expect(saveTravelRule(client(), TO, metadata)).rejects.toThrow(
    'Travel rule metadata is incomplete: beneficiary.person_details.last_name is missing. Nothing was sent.',
  );
  await expect(saveTravelRule(client(), { ...TO, address: '' }, metadata)).rejects.toThrow("'address' must be");
  expect(api.seen).toEqual([]);
});
