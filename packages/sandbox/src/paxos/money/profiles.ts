// Profiles, which hold balances, and the sandbox's call that funds one.
import type { Profile } from '@org/paxos-types';
import { add, all, find } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { assets, isAsset } from './assets.ts';
import { balanceReply, isEmpty } from './balances.ts';

export type ProfileRecord = PaxosRecords['profiles']['byId'][string];

/** The profile, whether or not it is active. Throws a `Refusal` where there is none. */
export function profileOf(context: PaxosContext, id: string): ProfileRecord {
  const profile = id === 'default' ? defaultProfile(context) : find(context.records.profiles, id);
  if (!profile) throw notFound(`profile not found: ${id}`);
  return profile;
}

/** An active profile, as everything needs that moves money out of it. */
export function activeProfile(context: PaxosContext, id: string): ProfileRecord {
  const profile = profileOf(context, id);
  if (profile.deactivated) throw badRequest(`profile ${id} is deactivated`);
  return profile;
}

/** The profile that Paxos makes for everybody. */
function defaultProfile(context: PaxosContext): ProfileRecord {
  const { profiles } = context.records;
  return (
    all(profiles).find(({ type }) => type === 'DEFAULT') ??
    add(profiles, { id: context.id(), nickname: 'Default', type: 'DEFAULT', created_at: context.timestamp() })
  );
}

export function openProfile(
  context: PaxosContext,
  details: Pick<Profile, 'nickname' | 'description' | 'account_id'>,
): ProfileRecord {
  const { nickname, description, account_id } = details;
  defaultProfile(context);
  const { profiles, balances } = context.records;
  const profile: ProfileRecord = {
    id: context.id(),
    type: 'NORMAL',
    nickname,
    ...(description && { description }),
    ...(account_id && { account_id }),
    created_at: context.timestamp(),
  };
  return add(profiles, profile, (old) => {
    if (old.type === 'DEFAULT') return true;
    delete balances[old.id];
    return false;
  });
}

function profileReply({ id, nickname, type, description, account_id }: ProfileRecord): Profile {
  return compact({ id, nickname, type, description, account_id });
}

export const profileHandlers: PaxosHandlers = {
  ListProfiles(call) {
    const { query } = call;
    defaultProfile(call);
    const prefix = query.nickname?.toLowerCase() ?? '';
    const wanted = all(call.records.profiles).filter(
      ({ id, nickname, created_at, deactivated }) =>
        !deactivated && nickname.toLowerCase().startsWith(prefix) && among(query.ids, id) && within(created_at, query),
    );
    const { items, ...next } = pageOf(wanted, query, { order: 'ASC', limit: 1000 });
    return { status: 200, body: { items: items.map(profileReply), ...next } };
  },

  CreateProfile(call) {
    const { nickname } = call.body;
    if (nickname.trim() === '') throw badRequest('nickname must be set');
    assertUnused(call, nickname);
    return { status: 200, body: profileReply(openProfile(call, call.body)) };
  },

  GetProfile(call) {
    const profile = profileOf(call, call.path.profile_id);
    if (profile.deactivated && !call.query.include_deactivated) {
      throw notFound(`profile ${profile.id} is deactivated: ask with include_deactivated`);
    }
    return { status: 200, body: profileReply(profile) };
  },

  UpdateProfile(call) {
    const profile = activeProfile(call, call.path.profile_id);
    const { nickname } = call.body;
    if (nickname.trim() === '') throw badRequest('nickname must be set');
    if (nickname !== profile.nickname) assertUnused(call, nickname);
    profile.nickname = nickname;
    return { status: 200, body: profileReply(profile) };
  },

  DeactivateProfile(call) {
    const profile = activeProfile(call, call.path.profile_id);
    if (profile.type === 'DEFAULT') throw badRequest('the default profile cannot be deactivated');
    if (!isEmpty(call.records, profile.id)) {
      throw badRequest(`profile ${profile.id} holds assets: move everything out first`);
    }
    profile.deactivated = true;
    return { status: 200, body: {} };
  },

  ListProfileBalances(call) {
    const { id } = profileOf(call, call.path.profile_id);
    const wanted = assets.filter((asset) => among(call.query.assets, asset));
    return { status: 200, body: { items: wanted.map((asset) => balanceReply(call.records, id, asset)) } };
  },

  GetProfileBalance(call) {
    const { profile_id, asset } = call.path;
    const { id } = profileOf(call, profile_id);
    if (!isAsset(asset)) throw notFound(`asset ${asset} is unknown`);
    return { status: 200, body: balanceReply(call.records, id, asset) };
  },
};

function assertUnused(context: PaxosContext, nickname: string): void {
  defaultProfile(context);
  const holder = all(context.records.profiles).find((one) => one.nickname === nickname && !one.deactivated);
  if (holder) throw alreadyExists(`a profile named ${nickname} exists already`, profileReply(holder));
}
