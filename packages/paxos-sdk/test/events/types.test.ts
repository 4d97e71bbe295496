// The union of events: every documented type, typed by its object, and everything else explicit.
import type {
  Event,
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
  [/^transfer\./, { id: 'o', type: 'WIRE_DEPOSIT', status: 'COMPLETED' }],
];
const objectOf = (type: string): object =>
  OBJECTS.find(([pattern]) => pattern.test(type))?.[1] ?? { id: 'o', anything: 1 };

test('the contract documents 59 types, 55 of them with an object', () => {
  expect(types).toHaveLength(59);
  expect(types.filter((type) => OBJECTS.some(([pattern]) => pattern.test(type)))).toHaveLength(55);
});

test.each(types)('%s is known', (type) => {
  const event: Event = { id: 'e', type, object: objectOf(type) as never, created_at: '2026-01-01T00:00:00Z' };
  expect(toPaxosEvent(event)).toBe(event);
});

test.each(types.filter((type) => !/control|internal_transfer/.test(type)))(
  '%s with another object is unknown',
  (type) => {
    const event: Event = { id: 'e', type, object: { id: 1 } };
    expect(toPaxosEvent(event)).toEqual({ type: 'unknown', id: 'e', receivedType: type, event });
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
