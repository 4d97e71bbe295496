// Two-factor challenges of autoramps and bank accounts. In the sandbox the code is 123456.
import type { AuthenticationCode } from '@org/iron-types';
import { confirmAutoramp } from './autoramps.ts';
import { type Context, type IronHandlers, refuse, type SomeCall, seesCustomer } from './call.ts';
import { setStatus } from './fiat-addresses.ts';
import { findNewest, get, put } from './table.ts';
import { codeTransitions, fiatAddressTransitions, next } from './transitions.ts';

/** https://docs.iron.xyz/two-factor-authentication */
const sandboxCode = 123456;
/** Neither the attempts nor the time that a code lives are documented. */
const maxAttempts = 3;
const lifetime = 10 * 60_000;

export const authenticationCodeHandlers: IronHandlers = {
  getPendingAuthenticationCode(call) {
    const code = pendingCode(call, call.path.id);
    if (!code || !seesEntity(call, code.entity_id))
      refuse(call, 404, 'no code is asked for here; start the retry operation');
    return { status: 200, body: code };
  },

  submitAuthenticationCode(call) {
    const code = get(call.records.codes, call.path.id);
    if (!code || !seesEntity(call, code.entity_id)) return refuse(call, 404, 'no challenge has this id');
    expire(call, code);
    if (code.status !== 'Pending') return { status: 200, body: code };
    code.attempts += 1;
    const right = call.body.code === sandboxCode;
    const last = code.attempts >= maxAttempts;
    if (right || last)
      code.status = next(codeTransitions, code.status, right ? 'right code' : 'last attempt failed') ?? code.status;
    if (right) confirm(call, code.entity_id, true);
    else if (last) confirm(call, code.entity_id, false);
    return { status: 200, body: code };
  },
};

/** Asks for a code anew; an older challenge of the same record is over. */
export function openCode(context: Context, entityId: string): AuthenticationCode {
  closeCode(context, entityId);
  return put<AuthenticationCode>(context.records.codes, {
    id: context.id(),
    entity_id: entityId,
    status: 'Pending',
    attempts: 0,
    expires_at: context.timestamp(lifetime),
  });
}

/** Ends what is open for a record that no longer waits for a code. */
export function closeCode(context: Context, entityId: string): void {
  const code = pendingCode(context, entityId);
  if (code) code.status = next(codeTransitions, code.status, 'time passed') ?? code.status;
}

function pendingCode(context: Context, entityId: string): AuthenticationCode | undefined {
  const code = findNewest(context.records.codes, ({ entity_id }) => entity_id === entityId);
  if (code) expire(context, code);
  return code?.status === 'Pending' ? code : undefined;
}

function expire(context: Context, code: AuthenticationCode): void {
  if (Date.parse(code.expires_at) > context.now) return;
  code.status = next(codeTransitions, code.status, 'time passed') ?? code.status;
}

function confirm(context: Context, entityId: string, right: boolean): void {
  const address = get(context.records.fiatAddresses, entityId);
  const to = address && next(fiatAddressTransitions, address.status, right ? 'code confirmed' : 'code refused');
  if (address && to) setStatus(context, address, to);
  const autoramp = get(context.records.autoramps, entityId);
  if (autoramp && right) confirmAutoramp(context, autoramp);
}

function seesEntity(call: SomeCall, entityId: string): boolean {
  const owner = get(call.records.autoramps, entityId) ?? get(call.records.fiatAddresses, entityId);
  return owner !== undefined && seesCustomer(call, owner.customer_id);
}
