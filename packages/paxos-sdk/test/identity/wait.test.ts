import type {
  Identity,
  IdentityRequirementAwaitingActionFrom,
  IdentityRequirementType,
  IdentityStatus,
} from '@org/paxos-types';
import { unlisted } from '@org/sdk-core';
import { driven, manualClock } from '@org/test-kit/clock';
import { expect, test } from 'vitest';
import { type IdentityReader, waitForIdentity } from '../../src/identity/wait.ts';
import { createPaxosClient, isTerminalStateError, isWaitTimeoutError } from '../../src/index.ts';

/** Answers each identity with its states in turn, the last one for ever. */
function reader(states: Record<string, Partial<Identity>[]>): IdentityReader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    identity: {
      async getIdentity({ path: { id }, query }) {
        expect(query.include_institution_members).toBe(true);
        asked.push(id);
        const list = states[id] ?? [];
        return { id, ...(list.length > 1 ? list.shift() : list[0]) };
      },
    },
  };
}

async function waiting(states: Record<string, Partial<Identity>[]>, options: object = {}) {
  const clock = manualClock();
  const client = reader(states);
  const work = waitForIdentity(client, 'i1', { clock, random: () => 0.5, ...options });
  const end = await driven(
    clock,
    work.catch((error: unknown) => error as Error),
  );
  return { client, end };
}

const needing = (
  awaiting: IdentityRequirementAwaitingActionFrom,
  type: IdentityRequirementType = 'ID_VERIFICATION',
): Partial<Identity> => ({
  status: 'PENDING',
  status_details: {
    requirements: [
      {
        type,
        status: 'PENDING',
        awaiting_action_from: awaiting,
        errors: [{ code: 'IDENTITY_VERIFICATION_REQUIRED', description: '' }],
      },
    ],
  },
});

test('waits over PENDING until APPROVED, in either shape', async () => {
  const { client, end } = await waiting({
    i1: [{ summary_status: 'PENDING' }, needing('PAXOS'), { status: unlisted('NEW_STATUS') }, { status: 'APPROVED' }],
  });
  expect(end).toMatchObject({ id: 'i1', status: 'APPROVED' });
  expect(client.asked).toHaveLength(4);
});

test.each<[Partial<Identity>, string]>([
  [{ status: 'DENIED' }, 'Identity i1 is DENIED: Paxos turned it down for good.'],
  [{ summary_status: 'DENIED' }, 'Identity i1 is DENIED: Paxos turned it down for good.'],
  [{ status: 'ERROR' }, "Identity i1 is ERROR: see activeControls and openRequirements of this error's 'last'."],
  [
    {
      status: 'DISABLED',
      status_details: {
        active_controls: [{ id: 'c', type: 'DORMANT', set_by: 'SET_BY_PAXOS', created_at: '' }],
      },
    },
    "Identity i1 is DISABLED (DORMANT): see activeControls and openRequirements of this error's 'last'.",
  ],
])('%j is an end', async (state, message) => {
  const { end } = await waiting({ i1: [state] });
  expect(isTerminalStateError(end)).toBe(true);
  expect(end).toMatchObject({
    message: `Cannot reach the awaited state: ${message}`,
    blocked: false,
    last: { id: 'i1', ...state },
  });
  expect(JSON.stringify(end)).not.toContain('"last"');
});

test('what you have to supply ends the waiting, and is named; with whenBlocked it is waited for', async () => {
  const states = (): Record<string, Partial<Identity>[]> => ({
    i1: [needing('CLIENT'), needing('PAXOS'), { status: 'APPROVED' }],
  });
  const stopped = await waiting(states());
  expect(stopped.end).toMatchObject({
    name: 'TerminalStateError',
    blocked: true,
    message:
      "Cannot reach the awaited state yet: Identity i1 waits for you: ID_VERIFICATION (IDENTITY_VERIFICATION_REQUIRED). Supply it. Wait again after that, or pass { whenBlocked: 'wait' }.",
  });
  const waited = await waiting(states(), { whenBlocked: 'wait' });
  expect(waited.end).toMatchObject({ status: 'APPROVED' });
});

const institution = (...members: [string, IdentityStatus][]): Partial<Identity> => ({
  status: 'PENDING',
  status_details: { requirements: [{ type: 'MEMBERS', status: 'PENDING', errors: [] }] },
  institution_members: members.map(([identity_id, summary_status]) => ({ identity_id, summary_status })),
});

test.each<IdentityStatus>(['DENIED', 'DISABLED', 'ERROR'])(
  'a member that is %s holds the institution up',
  async (status) => {
    const { end } = await waiting({ i1: [institution(['m1', 'APPROVED'], ['m2', status])], m2: [{ status }] });
    expect(end).toMatchObject({ blocked: true });
    expect((end as Error).message).toContain(
      `Identity i1 waits for its member m2, who is ${status}. Replace or clear that member.`,
    );
  },
);

test('a member for whom you have to supply something holds the institution up; its own identity says so', async () => {
  const { end, client } = await waiting({
    i1: [institution(['m1', 'APPROVED'], ['m2', 'PENDING'])],
    m2: [needing('CLIENT')],
  });
  expect((end as Error).message).toContain(
    'Identity i1 waits for its member m2, who waits for you: ID_VERIFICATION (IDENTITY_VERIFICATION_REQUIRED). Supply it.',
  );
  expect(client.asked).toEqual(['i1', 'm2']);
});

test('members at whom Paxos is looking are waited for', async () => {
  const { end } = await waiting({
    i1: [institution(['m1', 'PENDING']), institution(['m1', 'APPROVED']), { status: 'APPROVED' }],
    m1: [needing('PAXOS')],
  });
  expect(end).toMatchObject({ status: 'APPROVED' });
});

test('the deadline ends the waiting with what there is', async () => {
  const { end, client } = await waiting({ i1: [{ status: 'PENDING' }] }, { deadline: 20_000 });
  expect(isWaitTimeoutError(end) && (end.last as Identity).status).toBe('PENDING');
  expect(client.asked.length).toBeLessThanOrEqual(5);
});

test('an empty id is refused before anything is sent', async () => {
  const client = reader({});
  await expect(waitForIdentity(client, ' ')).rejects.toThrow("'id' must be a non-empty string. Nothing was sent.");
  expect(client.asked).toHaveLength(0);
});

test('a whole client is such a reader', () => {
  const client: IdentityReader = createPaxosClient({ clientId: 'a', clientSecret: 'b', environment: 'sandbox' });
  expect(client.identity.getIdentity).toBeTypeOf('function');
});
