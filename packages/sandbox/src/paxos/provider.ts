// Paxos as the sandbox plays it: tokens by client credentials with scopes, problem bodies, ref_id instead of a key.
import { loadContract } from '../contract/contract.ts';
import type { Provider } from '../engine/provider.ts';
import { actions } from './actions.ts';
import { credentialHandlers } from './credentials.ts';
import { deliver } from './deliver.ts';
import { eventHandlers } from './events.ts';
import type { PaxosHandlers, PaxosJobs } from './handlers.ts';
import { controlHandlers } from './identity/controls.ts';
import { answerUpload, documentHandlers, uploaderOf, uploadPath } from './identity/documents.ts';
import { identityHandlers } from './identity/identities.ts';
import { refreshHandlers, refreshJobs } from './identity/kyc-refresh.ts';
import { memberHandlers } from './identity/members.ts';
import { sandboxStatusHandlers } from './identity/sandbox-status.ts';
import { accountHandlers } from './money/accounts.ts';
import { cryptoWithdrawalHandlers } from './money/crypto-withdrawals.ts';
import { depositHandlers } from './money/deposits.ts';
import { fiatAccountHandlers, fiatAccountJobs } from './money/fiat-accounts.ts';
import { fiatDepositHandlers } from './money/fiat-deposits.ts';
import { fiatWithdrawalHandlers } from './money/fiat-withdrawals.ts';
import { ledgerTransferHandlers } from './money/ledger-transfers.ts';
import { profileHandlers } from './money/profiles.ts';
import { transferHandlers } from './money/transfer-lists.ts';
import { transferJobs } from './money/transfers.ts';
import { destinationHandlers } from './money/travel-rule.ts';
import { vaspHandlers } from './money/vasps.ts';
import { problem } from './problems.ts';
import { createRateLimiter } from './rate-limit.ts';
import { emptyPaxosRecords, type PaxosRecords } from './records.ts';
import { rewardAddressHandlers } from './rewards/addresses.ts';
import { groupHandlers } from './rewards/groups.ts';
import { answerTokenRequest, authenticate, scopesOf, tokenPath } from './token.ts';
import { readTokenRequest } from './token-request.ts';
import { conversionHandlers, conversionJobs } from './trading/conversions.ts';
import { issuerQuoteHandlers, issuerQuoteJobs } from './trading/issuer-quotes.ts';
import { marketHandlers } from './trading/markets.ts';
import { orderJobs } from './trading/matching.ts';
import { orchestrationJobs } from './trading/orchestration.ts';
import { orchestrationHandlers } from './trading/orchestrations.ts';
import { orderHandlers } from './trading/orders.ts';
import { quoteHandlers, quoteJobs } from './trading/quotes.ts';
import { ruleHandlers } from './trading/rules.ts';
import { settlementHandlers, settlementJobs } from './trading/settlements.ts';
import { verificationHandlers, verificationJobs } from './trading/verifications.ts';
import { trigger } from './trigger.ts';

/** What has memory. Tax forms, statements, historical prices and rates answer from the contract's examples. */
const handlers: PaxosHandlers = {
  ...identityHandlers,
  ...sandboxStatusHandlers,
  ...documentHandlers,
  ...memberHandlers,
  ...controlHandlers,
  ...refreshHandlers,
  ...accountHandlers,
  ...profileHandlers,
  ...depositHandlers,
  ...destinationHandlers,
  ...vaspHandlers,
  ...cryptoWithdrawalHandlers,
  ...fiatAccountHandlers,
  ...fiatDepositHandlers,
  ...fiatWithdrawalHandlers,
  ...ledgerTransferHandlers,
  ...transferHandlers,
  ...marketHandlers,
  ...quoteHandlers,
  ...orderHandlers,
  ...issuerQuoteHandlers,
  ...conversionHandlers,
  ...orchestrationHandlers,
  ...ruleHandlers,
  ...settlementHandlers,
  ...verificationHandlers,
  ...rewardAddressHandlers,
  ...groupHandlers,
  ...credentialHandlers,
  ...eventHandlers,
};

const jobs: PaxosJobs = {
  ...refreshJobs,
  ...transferJobs,
  ...fiatAccountJobs,
  ...quoteJobs,
  ...orderJobs,
  ...issuerQuoteJobs,
  ...conversionJobs,
  ...orchestrationJobs,
  ...settlementJobs,
  ...verificationJobs,
};

export interface PaxosProviderOptions {
  /** Enforces the rate limits of every endpoint; that of the token endpoint always holds. */
  readonly rateLimits?: boolean | undefined;
}

export function createPaxosProvider({ rateLimits = false }: PaxosProviderOptions = {}): Provider<PaxosRecords> {
  const contract = loadContract('paxos');
  const limit = rateLimits ? createRateLimiter(contract) : undefined;
  const scopes = scopesOf(contract);
  return {
    name: 'paxos',
    contract,
    basePath: '/v2',
    handlers,
    jobs,
    emptyRecords: emptyPaxosRecords,
    authenticate(request, operation, now, recordsOf) {
      const credential = authenticate(request, operation, now, recordsOf);
      const records = credential.account === '' ? undefined : recordsOf(credential.account);
      if (records) limit?.(operation, now, records);
      return credential;
    },
    actions,
    trigger,
    outsideName: ({ pathname }) =>
      pathname === tokenPath ? 'requestToken' : uploadPath.test(pathname) ? 'uploadDocument' : undefined,
    outsideAccount: ({ url, headers, bytes }) =>
      (url.pathname === tokenPath ? readTokenRequest(headers, bytes)?.clientId : uploaderOf(url)) ?? '',
    outside: (request) =>
      request.url.pathname === tokenPath ? answerTokenRequest(request, scopes) : answerUpload(request),
    refusals: {
      invalid: (_operation, problems) =>
        problem(400, 'Bad Request', problems.map(({ field, message }) => `${field} ${message}`).join('; ')),
      notFound: (pathname) => problem(404, 'Not Found', `no operation at ${pathname}`),
      methodNotAllowed: (allowed) => ({
        ...problem(405, 'Method Not Allowed', 'method not allowed'),
        headers: { 'content-type': 'application/problem+json', allow: allowed.join(', ') },
      }),
      malformedBody: () => problem(400, 'Bad Request', 'the body is not JSON'),
      bodyTooLarge: (limit) => problem(413, 'Content Too Large', `the body has more than ${limit} bytes`),
      failed: (detail) => problem(500, 'Internal Server Error', detail),
    },
    deliver,
  };
}
