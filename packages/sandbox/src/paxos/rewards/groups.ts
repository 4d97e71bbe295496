// Payout groups and the schedules by which their rewards are claimed. Nothing accrues in the sandbox.
import type { ClaimSchedule, ClaimScheduleConfig, PayoutGroup } from '@org/paxos-types';
import { add, all, find, remove } from '../collection.ts';
import { compact } from '../compact.ts';
import { compare } from '../decimal.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { among, is, pageOf } from '../page.ts';
import { badRequest, conflict, notFound } from '../problems.ts';
import type { PaxosRecords, WithId } from '../records.ts';

const day = 86_400_000;

export const groupHandlers: PaxosHandlers = {
  CreatePayoutGroup(call) {
    const { name, asset_type, jurisdiction, ledger, claimer_address, schedule } = call.body;
    if (!asset_type || !jurisdiction || !ledger || !claimer_address) {
      throw badRequest('asset_type, jurisdiction, ledger and claimer_address are required');
    }
    if (schedule) assertTime(schedule);
    const now = call.timestamp();
    const group: WithId<PayoutGroup> = compact({
      id: call.id(),
      name,
      asset_type,
      jurisdiction,
      ledger,
      claimer_address,
      balance: '0',
      onchain_status: 'ACTIVE' as const,
      rate_id: call.id(),
      created_at: now,
      updated_at: now,
    });
    add(call.records.payoutGroups, group);
    if (schedule) newSchedule(call, group.id, schedule);
    return { status: 200, body: { group } };
  },

  ListPayoutGroups({ records, query }) {
    const prefix = query.name_prefix?.toLowerCase() ?? '';
    const minimum = query.min_balance ?? '0';
    if (!/^\d{0,40}\.?\d{0,40}$/.test(minimum)) throw badRequest('min_balance must be a decimal number');
    const wanted = all(records.payoutGroups).filter(
      (one) =>
        is(query.asset_type, one.asset_type) &&
        is(query.claimer_address, one.claimer_address) &&
        is(query.jurisdiction, one.jurisdiction) &&
        is(query.ledger, one.ledger) &&
        among(query.onchain_statuses, one.onchain_status) &&
        (one.name ?? '').toLowerCase().startsWith(prefix) &&
        compare(one.balance, minimum) >= 0,
    );
    return { status: 200, body: { ...pageOf(wanted, query), count: wanted.length } };
  },

  UpdatePayoutGroup(call) {
    const group = groupOf(call.records, call.path.id);
    const { name, jurisdiction } = call.body;
    if (name !== undefined) group.name = name;
    if (jurisdiction !== undefined) group.jurisdiction = jurisdiction;
    group.updated_at = call.timestamp();
    return { status: 200, body: { group } };
  },

  DeletePayoutGroup({ records, path }) {
    const group = groupOf(records, path.id);
    if (all(records.rewardAddresses).some(({ payout_group_id }) => payout_group_id === group.id)) {
      throw conflict(`payout group ${group.id} is in use: move its addresses to another group first`);
    }
    for (const schedule of all(records.claimSchedules)) {
      if (schedule.payout_group_id === group.id) remove(records.claimSchedules, schedule);
    }
    remove(records.payoutGroups, group);
    return { status: 200, body: {} };
  },

  CreateClaimSchedule(call) {
    const { payout_group_id: group, ...schedule } = call.body;
    assertTime(schedule);
    return { status: 200, body: { claim_schedule: newSchedule(call, groupOf(call.records, group).id, schedule) } };
  },

  ListClaimSchedules({ records, query }) {
    const wanted = all(records.claimSchedules).filter((one) => is(query.payout_group_id, one.payout_group_id));
    return { status: 200, body: pageOf(wanted, query) };
  },

  UpdateClaimSchedule(call) {
    const schedule = scheduleOf(call.records, call.path.id);
    assertTime(call.body);
    const { schedule_type, hour, minute, days_of_week, days_of_month } = call.body;
    Object.assign(schedule, {
      schedule_type,
      hour,
      minute,
      days_of_week: days_of_week ?? [],
      days_of_month: days_of_month ?? [],
    });
    schedule.next_run_at = nextRun(call.now, hour, minute);
    schedule.updated_at = call.timestamp();
    return { status: 200, body: { claim_schedule: schedule } };
  },

  DeleteClaimSchedule({ records, path }) {
    remove(records.claimSchedules, scheduleOf(records, path.id));
    return { status: 200, body: {} };
  },

  // Nothing accrues, so nothing is claimed.
  ListClaims({ query }) {
    return { status: 200, body: pageOf([], query) };
  },
};

function newSchedule(context: PaxosContext, group: string, config: ClaimScheduleConfig): WithId<ClaimSchedule> {
  const { schedule_type, hour = 0, minute = 0, days_of_week, days_of_month } = config;
  const now = context.timestamp();
  return add(
    context.records.claimSchedules,
    compact({
      id: context.id(),
      payout_group_id: group,
      schedule_type,
      hour,
      minute,
      days_of_week,
      days_of_month,
      next_run_at: nextRun(context.now, hour, minute),
      created_at: now,
      updated_at: now,
    }),
  );
}

/** The next time of day; days of the week and month are kept, not computed with. */
function nextRun(now: number, hour: number, minute: number): string {
  const today = Math.floor(now / day) * day + hour * 3_600_000 + minute * 60_000;
  return new Date(today > now ? today : today + day).toISOString();
}

function assertTime({ hour = 0, minute = 0 }: ClaimScheduleConfig): void {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) throw badRequest('hour is 0 to 23, minute 0 to 59');
}

function groupOf({ payoutGroups }: PaxosRecords, id: string): WithId<PayoutGroup> {
  const group = find(payoutGroups, id);
  if (!group) throw notFound(`payout group ${id} is unknown`);
  return group;
}

function scheduleOf({ claimSchedules }: PaxosRecords, id: string): WithId<ClaimSchedule> {
  const schedule = find(claimSchedules, id);
  if (!schedule) throw notFound(`claim schedule ${id} is unknown`);
  return schedule;
}
