// An event on demand, for a record that is there: `trigger('identity.approved', { identity: id })`.
import type { WebhookEventType } from '@org/paxos-types';
import { loadContract, type Node } from '../contract/contract.ts';
import type { Event } from '../engine/webhooks.ts';
import { all, find } from './collection.ts';
import { recordEvent } from './events.ts';
import type { PaxosContext } from './handlers.ts';
import { statusChange } from './identity/status.ts';
import { transferChange, transferEvent } from './money/transfers.ts';
import { orchestrationChange } from './trading/orchestration.ts';

type Reference = Readonly<Record<string, string>>;

/** Undefined where the credential has no such record. Throws a `TypeError` for a type that has no event on demand. */
export function trigger(context: PaxosContext, type: string, reference: Reference): Event | undefined {
  const { records } = context;
  const name = type as WebhookEventType;
  if (!documentedTypes().has(type)) throw new TypeError(`Paxos documents no event '${type}'.`);
  if (/^identity\.(approved|denied|disabled)$/.test(type)) {
    const identity = find(records.identities, reference.identity);
    if (!identity) return undefined;
    assertSame(type, 'identity', `identity.${identity.status.toLowerCase()}`);
    return recordEvent(
      context,
      name,
      'identity_summary_status_change',
      statusChange(context, identity, identity.status),
    );
  }
  if (/^orchestration\.(processing|completed|failed)$/.test(type)) {
    const orchestration = find(records.orchestrations, reference.orchestration);
    if (!orchestration) return undefined;
    assertSame(type, 'orchestration', `orchestration.${orchestration.status?.toLowerCase()}`);
    return recordEvent(context, name, 'orchestration_status_change', orchestrationChange(orchestration));
  }
  if (/^(transfer|internal_transfer_(debit|credit))\./.test(type)) {
    const transfer = find(records.transfers, reference.transfer);
    if (!transfer) return undefined;
    assertSame(type, 'transfer', transferEvent(transfer));
    return recordEvent(context, name, 'transfer_status_change', transferChange(transfer));
  }
  // Of the others, the last one that really was is sent again under a new id.
  const last = all(records.events)
    .reverse()
    .find((event) => event.type === type);
  if (!last?.object || !/^identity\./.test(type)) {
    throw new TypeError(
      `Event '${type}' cannot be sent on demand. Use identity.approved, identity.denied or identity.disabled with { identity }, orchestration.* with { orchestration }, transfer.* with { transfer }, or cause it by a request first.`,
    );
  }
  return recordEvent(context, name, last.object_type ?? '', last.object);
}

/** An event must say of its record what the record says. */
function assertSame(type: string, kind: string, event: string | undefined): void {
  if (type === event) return;
  throw new TypeError(
    `Event '${type}' would contradict the ${kind}, ${event ? `whose event is '${event}' now` : 'which has no event now'}. Bring it to that status first.`,
  );
}

function documentedTypes(): ReadonlySet<unknown> {
  const { schemas } = loadContract('paxos').document.components as { schemas: Record<string, Node> };
  return new Set(schemas.WebhookEventType?.enum as unknown[]);
}
