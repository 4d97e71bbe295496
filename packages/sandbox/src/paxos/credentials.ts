// The API credential that the caller itself uses: one per isolated state.
import type { FirstPartyClient } from '@org/paxos-types';
import type { PaxosContext, PaxosHandlers } from './handlers.ts';
import { among, pageOf } from './page.ts';
import { notFound } from './problems.ts';
import { customerId } from './records.ts';

export const credentialHandlers: PaxosHandlers = {
  ListApiCredentials(call) {
    const { query } = call;
    const credential = credentialOf(call);
    const statuses = query.statuses?.length ? query.statuses : ['APPROVED'];
    const wanted = [credential].filter(
      ({ id, client_id, status }) =>
        among(query.ids, id) && among(query.client_ids, client_id) && among(statuses, status),
    );
    // Here a limit of 0 means all.
    const { limit, ...rest } = query;
    return { status: 200, body: pageOf(wanted, limit ? query : rest) };
  },

  DeleteApiCredentials(call) {
    const { client_id } = call.path;
    credentialOf(call);
    const { credential } = call.records.access;
    if (client_id !== call.records.clientId || !credential || credential.disabled) {
      throw notFound(`credential with client_id ${client_id} not found`);
    }
    credential.disabled = true;
    credential.updated_at = call.timestamp();
    return { status: 200, body: { credentials: credentialOf(call) } };
  },
};

function credentialOf(context: PaxosContext): FirstPartyClient & { readonly id: string } {
  const { access, clientId } = context.records;
  const now = context.timestamp();
  access.credential ??= { id: context.id(), created_at: now, updated_at: now, disabled: false };
  const { disabled, ...record } = access.credential;
  const scopes = Object.values(access.tokens).flatMap(({ scopes: granted }) => granted);
  return {
    ...record,
    customer_id: customerId,
    client_id: clientId,
    nickname: 'Sandbox',
    status: disabled ? 'DISABLED' : 'APPROVED',
    client_scopes: [...new Set(scopes)],
    ip_allowlist: [],
    enforce_request_signing: false,
    client_public_keys: [],
    created_by: 'sandbox@example.com',
  };
}
