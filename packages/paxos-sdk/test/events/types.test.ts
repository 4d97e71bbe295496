// The union of events: every documented type, typed by its object, and everything else explicit.
import type {
  Event,
  IdentityControlObject,
  IdentityDocumentsRequiredObject,
  IdentityKycRefreshObject,
  IdentityStatusChangeObject,
  OrchestrationStatusChangeObject,
  TransferStatusChangeObject,
} from '@org/paxos-types';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { type KnownPaxosEvent, type PaxosEvent, type PaxosEventType, toPaxosEvent } from '../../src/events.ts';

const types: string[] = contract.components.schemas.WebhookEventType.enum;

const OBJECTS: [RegExp, object][] = [
  [/^identity\.documents_required$/, { id: 'o', identity_id: 'i', required_documents: ['PASSPORT'] }],
  [
    /^identity\.(approved|denied|disabled)$/,
    { id: 'o', identity_id: 'i', old_summary_status: 'PENDING', new_summary_status: 'APPROVED' },
  ],
  [/^identity\.kyc_refresh\./, { id: 'o', identity_id: 'i' }],
  [/^orchestration\./, { id: 'o', ref_id: 'r', status: 'COMPLETED' }],
  [/^transfer\./, { id: 'o', type: 'WIRE_DEPOSIT', status: 'COMPLETED', profile_id: 'p' }],
  [
    /^identity\.control\./,
    {
      id: 'o',
      identity_id: 'i',
      control_id: 'c',
      control_type: 'DORMANT',
      set_by: 'PAXOS',
      is_overridable: false,
      reason_code: 'INACTIVITY',
    },
  ],
];
const objectOf = (type: string): object =>
  OBJECTS.find(([pattern]) => pattern.test(type))?.[1] ?? { id: 'o', anything: 1 };
const documented = types.filter((type) => OBJECTS.some(([pattern]) => pattern.test(type)));

test('the contract documents 59 types, 57 of them with an object', () => {
  expect(types).toHaveLength(59);
  expect(documented).toHaveLength(57);
});

// The required fields of each page under https://docs.paxos.com/api-reference/events/, and the optional ones.
test.each([
  ['IdentityDocumentsRequiredObject', 'id identity_id required_documents', ''],
  ['IdentityStatusChangeObject', 'id identity_id new_summary_status old_summary_status', 'status_details'],
  ['IdentityKycRefreshObject', 'id identity_id', 'last_kyc_refresh_date next_kyc_refresh_date'],
  ['IdentityControlObject', 'control_id control_type id identity_id is_overridable reason_code set_by', ''],
  ['OrchestrationStatusChangeObject', 'id ref_id status', 'orchestration_rule_id'],
  [
    'TransferStatusChangeObject',
    'id profile_id status type',
    'crypto_network crypto_tx_hash crypto_tx_index memo ref_id',
  ],
])('%s has the fields of its page', (name, required, optional) => {
  const { schemas } = contract.components as unknown as {
    schemas: Record<string, { required: string[]; properties: object }>;
  };
  expect(schemas[name]?.required.slice().sort().join(' ')).toBe(required);
  const others = Object.keys(schemas[name]?.properties ?? {}).filter((field) => !required.split(' ').includes(field));
  expect(others.sort().join(' ')).toBe(optional);
});

test.each(types)('%s is known', (type) => {
  const event: Event = { id: 'e', type, object: objectOf(type) as never, created_at: '2026-01-01T00:00:00Z' };
  expect(toPaxosEvent(event)).toBe(event);
});

test.each(documented)(
  '%s is unknown if its object lacks a required field, or has another kind of value there',
  (type) => {
    const whole = objectOf(type) as Record<string, unknown>;
    for (const field of Object.keys(whole)) {
      for (const value of [undefined, null, 1, {}, [1]]) {
        const event = { id: 'e', type, object: { ...whole, [field]: value } } as Event;
        expect(toPaxosEvent(event)).toEqual({ type: 'unknown', id: 'e', receivedType: type, event });
      }
    }
  },
);

test('a type added later is unknown, with all that came; so is the name from a draft of the docs', () => {
  for (const type of ['transfer.crypto.deposit.completed', 'identity.reborn', '', 'constructor', '__proto__']) {
    const event: Event = { id: 'e', type, object: { id: 'o', type: 'x', status: 'y' } };
    expect(toPaxosEvent(event)).toEqual({ type: 'unknown', id: 'e', receivedType: type, event });
  }
});

test('whatever an event holds, it becomes a known or an unknown one', () => {
  const event = fc.record(
    { id: fc.string(), type: fc.oneof(fc.constantFrom(...types), fc.string()), object: fc.jsonValue() },
    { requiredKeys: ['id'] },
  );
  fc.assert(
    fc.property(event, (given) => {
      const made = toPaxosEvent(given as Event);
      expect(made.type === 'unknown' || types.includes(made.type)).toBe(true);
    }),
  );
});

test('the type tells what the object holds', () => {
  expectTypeOf<
    KnownPaxosEvent<'identity.documents_required'>['object']
  >().toEqualTypeOf<IdentityDocumentsRequiredObject>();
  expectTypeOf<KnownPaxosEvent<'identity.disabled'>['object']>().toEqualTypeOf<IdentityStatusChangeObject>();
  expectTypeOf<KnownPaxosEvent<'identity.kyc_refresh.started'>['object']>().toEqualTypeOf<IdentityKycRefreshObject>();
  expectTypeOf<KnownPaxosEvent<'identity.control.deleted'>['object']>().toEqualTypeOf<IdentityControlObject>();
  expectTypeOf<KnownPaxosEvent<'orchestration.failed'>['object']>().toEqualTypeOf<OrchestrationStatusChangeObject>();
  expectTypeOf<KnownPaxosEvent<'transfer.rtp_deposit.failed'>['object']>().toEqualTypeOf<TransferStatusChangeObject>();
  expectTypeOf<'identity.control.created'>().toExtend<PaxosEventType>();
  expectTypeOf<'transfer.crypto.deposit.completed'>().not.toExtend<PaxosEventType>();
  const read = (event: PaxosEvent): string => {
    switch (event.type) {
      case 'transfer.crypto_deposit.completed':
        expectTypeOf(event.object).toEqualTypeOf<TransferStatusChangeObject>();
        return event.object.status;
      case 'identity.approved':
        return event.object.identity_id;
      case 'unknown':
        return event.receivedType;
      default:
        return event.id;
    }
  };
  expect(read({ type: 'unknown', id: 'e', receivedType: 'new', event: {} })).toBe('new');
});
