import type { Identity, IdentityControl, IdentityRequirement } from '@org/paxos-types';
import { unlisted } from '@org/sdk-core';
import { expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { type AllowedActions, allowedActions } from '../../src/identity/actions.ts';
import { activeControls } from '../../src/identity/controls.ts';
import { openRequirements } from '../../src/identity/requirements.ts';

const enumOf = (name: string): string[] =>
  (contract.components.schemas as unknown as Record<string, { enum: string[] }>)[name]?.enum ?? [];

const control = (more: Partial<IdentityControl>): IdentityControl => ({
  id: 'c1',
  type: 'SELL_ONLY',
  set_by: 'SET_BY_PAXOS',
  created_at: '2026-04-10T08:00:00Z',
  ...more,
});
const row = (allowed: AllowedActions): string => Object.values(allowed).map(Number).join(' ');
const under = (status: string | undefined, ...types: string[]): AllowedActions =>
  allowedActions({
    ...(status && { status: unlisted(status) }),
    status_details: { active_controls: types.map((type) => control({ type: unlisted(type) })) },
  });

// Columns: hold, buy, sell, open orders, deposit address, withdrawal, deposits, deposits held for review.
test.each([
  ['PENDING', '0 0 0 0 0 0 0 0'],
  ['DENIED', '0 0 0 0 0 0 0 0'],
  ['APPROVED', '1 1 1 1 1 1 1 0'],
  ['DISABLED', '1 0 1 1 0 0 0 1'],
  ['ERROR', '1 0 0 1 0 0 0 1'],
  ['SOMETHING_NEW', '0 0 0 0 0 0 0 0'],
  ['constructor', '0 0 0 0 0 0 0 0'],
  [undefined, '0 0 0 0 0 0 0 0'],
])('what the status %s allows without controls', (status, allowed) => {
  expect(row(under(status))).toBe(allowed);
  expect(Object.keys(under(status))).toEqual([
    'holdAssets',
    'createBuyOrders',
    'createSellOrders',
    'executeOpenOrders',
    'createCryptoDepositAddress',
    'createCryptoWithdrawal',
    'receiveCryptoDeposits',
    'cryptoDepositsHeld',
  ]);
});

test.each([
  ['DISABLED', ['SELL_ONLY'], '1 0 1 1 0 0 0 1'],
  ['DISABLED', ['DORMANT'], '1 0 0 1 0 0 0 1'],
  ['DISABLED', ['CLOSED'], '1 0 0 0 0 0 0 1'],
  ['DISABLED', ['SELL_ONLY', 'DORMANT'], '1 0 0 1 0 0 0 1'],
  ['DISABLED', ['DORMANT', 'CLOSED'], '1 0 0 0 0 0 0 1'],
  ['DISABLED', ['SOMETHING_NEW'], '1 0 0 0 0 0 0 1'],
  ['ERROR', ['FROZEN'], '1 0 0 1 0 0 0 1'],
  ['ERROR', ['SELL_ONLY'], '1 0 0 1 0 0 0 1'],
  ['APPROVED', ['SELL_ONLY'], '1 0 1 1 0 0 0 1'],
  ['APPROVED', ['FROZEN'], '1 0 0 1 0 0 0 1'],
  ['APPROVED', ['CLOSED'], '1 0 0 0 0 0 0 1'],
  ['PENDING', ['SELL_ONLY'], '0 0 0 0 0 0 0 0'],
  ['DENIED', ['CLOSED'], '0 0 0 0 0 0 0 0'],
])('what the status %s allows under the controls %j', (status, types, allowed) => {
  expect(row(under(status, ...types))).toBe(allowed);
});

test('no control allows more than the status alone', () => {
  for (const status of enumOf('IdentityStatus')) {
    for (const type of [...enumOf('IdentityControlType'), 'SOMETHING_NEW']) {
      for (const [name, allowed] of Object.entries(under(status, type))) {
        if (allowed && name !== 'cryptoDepositsHeld') expect(under(status)).toHaveProperty(name, true);
      }
    }
  }
});

test('an older answer sells only where it says why it is disabled', () => {
  const sells = (identity: Parameters<typeof allowedActions>[0]): boolean => allowedActions(identity).createSellOrders;
  expect(sells({ summary_status: 'DISABLED' })).toBe(false);
  expect(sells({ summary_status: 'DISABLED', user_disabled: false, admin_disabled: false })).toBe(false);
  expect(sells({ summary_status: 'DISABLED', user_disabled: true })).toBe(true);
  expect(sells({ summary_status: 'DISABLED', admin_disabled: true })).toBe(true);
  expect(sells({ summary_status: 'APPROVED' })).toBe(true);
});

test('a control that was lifted forbids nothing', () => {
  const lifted = control({ type: 'CLOSED', deleted_at: '2026-05-01T00:00:00Z' });
  expect(row(allowedActions({ status: 'APPROVED', status_details: { active_controls: [lifted] } }))).toBe(
    '1 1 1 1 1 1 1 0',
  );
});

test('the table has every status of the contract', () => {
  expect(enumOf('IdentityStatus').sort()).toEqual(['APPROVED', 'DENIED', 'DISABLED', 'ERROR', 'PENDING']);
});

const requirements = (...list: Partial<IdentityRequirement>[]): Identity => ({
  id: 'i',
  status: 'PENDING',
  status_details: { requirements: list.map((one) => ({ type: unlisted('X'), status: 'PENDING', errors: [], ...one })) },
});

const REVIEW = 'Your details are being reviewed. There is nothing that you have to do.';
const CONTACT = 'We need more from you to go on. Please contact support.';
const FAILED = 'We cannot complete our review of your details. Please contact support.';
// Per type: the person's turn, Paxos's turn, failed but the person can try again.
const TEXTS: [string, string, string, string][] = [
  [
    'ID_VERIFICATION',
    'Please verify your identity.',
    'Your identity is being verified.',
    'Your identity could not be verified. Please check your details and try again.',
  ],
  [
    'DOCUMENT_VERIFICATION',
    'Please send us the documents that we asked for.',
    'Your documents are being checked.',
    'We could not accept a document. Please send another one.',
  ],
  ['SCREENING_CHECK', CONTACT, REVIEW, FAILED],
  ['COMPLIANCE_CHECK', CONTACT, REVIEW, FAILED],
  [
    'ENHANCED_DUE_DILIGENCE',
    'Please send us the further documents that we asked for.',
    REVIEW,
    'The documents that you sent are not sufficient. Please send others.',
  ],
  [
    'MEMBERS',
    'Some members of your organisation still have to be verified.',
    'Some members of your organisation are still being verified.',
    'Some members of your organisation could not be verified. Please contact support.',
  ],
  [
    'KYC_REFRESH',
    'Please confirm that your details are still right, or update them.',
    'Your updated details are being reviewed.',
    'Your details are out of date. Please update them.',
  ],
  [
    'TAX_DETAILS_VERIFICATION',
    'Please check the tax number that you gave us.',
    'Your tax details are being checked.',
    'Your tax number could not be confirmed. Please check it.',
  ],
  ['SOMETHING_NEW', CONTACT, REVIEW, FAILED],
];

test.each(TEXTS)('%s: whose turn it is and what the person can be told', (name, ask, wait, again) => {
  const type = unlisted(name);
  const [asked, waiting, retry, lost] = openRequirements(
    requirements(
      { type, awaiting_action_from: 'CLIENT' },
      { type, awaiting_action_from: 'PAXOS' },
      { type, awaiting_action_from: 'CLIENT', status: 'FAILED' },
      { type, awaiting_action_from: 'PAXOS', status: 'FAILED' },
    ),
  );
  expect(asked).toMatchObject({ type, status: 'PENDING', awaiting: 'CLIENT', message: ask });
  expect(waiting).toMatchObject({ type, status: 'PENDING', awaiting: 'PAXOS', message: wait });
  expect(retry).toMatchObject({ type, status: 'FAILED', awaiting: 'CLIENT', message: again });
  expect(lost).toMatchObject({
    type,
    status: 'FAILED',
    awaiting: 'PAXOS',
    message: type === 'MEMBERS' ? again : FAILED,
  });
});

test.each(TEXTS)('%s says only that it is open where nothing says whose turn it is', (name, _ask, _wait, again) => {
  const type = unlisted(name);
  const [open, failed] = openRequirements(requirements({ type }, { type, status: 'FAILED' }));
  const members = name === 'MEMBERS';
  expect(open?.message).toBe(
    members
      ? 'Some members of your organisation are still being verified.'
      : 'The check of your details is not complete yet.',
  );
  expect(failed?.message).toBe(members ? again : FAILED);
});

test('the table has every type of the contract', () => {
  expect([...enumOf('IdentityRequirementType'), 'SOMETHING_NEW'].sort()).toEqual(TEXTS.map(([type]) => type).sort());
});

test.each([
  ['IDENTITY_VERIFICATION_FAILED', 'UNKNOWN'],
  ['DOCUMENT_VERIFICATION_FAILED', 'UNKNOWN'],
  ['SCREENING_IN_PROGRESS', 'PAXOS'],
  ['SCREENING_FAILED', 'UNKNOWN'],
  ['KYC_REFRESH_OVERDUE', 'CLIENT'],
  ['kyc_refresh_overdue', 'CLIENT'],
  ['MEMBER_VERIFICATION_FAILED', 'UNKNOWN'],
  ['MEMBER_VERIFICATION_PENDING', 'UNKNOWN'],
  ['EDD_DOCUMENTATION_REQUIRED', 'CLIENT'],
  ['COMPLIANCE_REVIEW_REQUIRED', 'PAXOS'],
  ['COMPLIANCE_REVIEW_FAILED', 'UNKNOWN'],
  ['TIN_NOT_FOUND', 'CLIENT'],
  ['IDENTITY_VERIFICATION_REQUIRED', 'CLIENT'],
  ['DOCUMENT_UPLOAD_REQUIRED', 'CLIENT'],
  ['KYC_REFRESH_REQUIRED', 'CLIENT'],
  ['constructor', 'UNKNOWN'],
])('the finding %s says whose turn it is only where the requirement does not: %s', (code, awaiting) => {
  const errors = [{ code: unlisted(code), description: 'for staff only' }];
  const [silent, told] = openRequirements(requirements({ errors }, { errors, awaiting_action_from: 'PAXOS' }));
  expect(silent?.awaiting).toBe(awaiting);
  expect(told?.awaiting).toBe('PAXOS');
  expect(silent?.codes).toEqual([code.toUpperCase()]);
});

test('no text for the person shows a finding, a description or the word sanction', () => {
  const open = enumOf('IdentityRequirementType')
    .map(unlisted)
    .flatMap((type) =>
      enumOf('IdentityRequirementErrorCode')
        .map(unlisted)
        .flatMap((code) =>
          openRequirements(
            requirements(
              { type, errors: [{ code, description: 'hit on a list' }] },
              { type, errors: [{ code, description: 'hit on a list' }], status: 'FAILED' },
            ),
          ),
        ),
    );
  for (const { message } of open) expect(message).not.toMatch(/[A-Z]{2,}_|hit on|sanction|screen/i);
});

test.each([
  ['id_verification_status', 'PENDING', {}, 'ID_VERIFICATION', 'PENDING', 'UNKNOWN'],
  [
    'id_verification_status',
    'PENDING',
    { id_verification_url: 'https://x.example' },
    'ID_VERIFICATION',
    'PENDING',
    'CLIENT',
  ],
  ['id_verification_status', 'DENIED', {}, 'ID_VERIFICATION', 'FAILED', 'CLIENT'],
  ['id_verification_status', 'ERROR', {}, 'ID_VERIFICATION', 'PENDING', 'PAXOS'],
  ['sanctions_verification_status', 'PENDING', {}, 'SCREENING_CHECK', 'PENDING', 'PAXOS'],
  ['sanctions_verification_status', 'ERROR', {}, 'SCREENING_CHECK', 'PENDING', 'PAXOS'],
  ['sanctions_verification_status', 'DENIED', {}, 'SCREENING_CHECK', 'FAILED', 'PAXOS'],
  ['additional_screening_status', 'PENDING', {}, 'SCREENING_CHECK', 'PENDING', 'PAXOS'],
])('an older person with %s %s', (field, state, more, type, status, awaiting) => {
  const person_details = { [field]: state, ...more };
  expect(openRequirements({ id: 'i', summary_status: 'PENDING', person_details })).toMatchObject([
    { type, status, awaiting },
  ]);
});

test.each([
  ['document_verification_status', 'PENDING', 'DOCUMENT_VERIFICATION', 'PENDING', 'UNKNOWN'],
  ['document_verification_status', 'DENIED', 'DOCUMENT_VERIFICATION', 'FAILED', 'CLIENT'],
  ['additional_screening_status', 'DENIED', 'SCREENING_CHECK', 'FAILED', 'PAXOS'],
])('an older institution with %s %s', (field, state, type, status, awaiting) => {
  const institution_details = { [field]: state };
  expect(openRequirements({ id: 'i', summary_status: 'PENDING', institution_details })).toMatchObject([
    { type, status, awaiting },
  ]);
});

test.each([
  ['TIN_VERIFICATION_PENDING', [{ type: 'TAX_DETAILS_VERIFICATION', status: 'PENDING', awaiting: 'PAXOS' }]],
  ['TIN_VERIFICATION_ERROR', [{ type: 'TAX_DETAILS_VERIFICATION', status: 'FAILED', awaiting: 'CLIENT' }]],
  ['TIN_VERIFICATION_VALID', []],
])('an older identity with tax numbers in %s', (summary_tin_verification_status, open) => {
  const tax = unlisted(summary_tin_verification_status);
  expect(openRequirements({ id: 'i', summary_status: 'APPROVED', summary_tin_verification_status: tax })).toMatchObject(
    open,
  );
});

const withControls = (...active_controls: IdentityControl[]): Identity => ({
  id: 'i',
  status_details: { active_controls },
});

test.each([
  ['SELL_ONLY', 'It may sell, and nothing else.'],
  ['CLOSED', 'It is closed and may do nothing.'],
  ['FROZEN', 'Compliance has frozen it; only Paxos can lift that.'],
  ['DORMANT', 'It was inactive for long: it keeps its assets and starts nothing new.'],
  ['SOMETHING_NEW', 'It is restricted in a way that this SDK does not know: SOMETHING_NEW.'],
])('the control %s', (type, meaning) => {
  expect(activeControls(withControls(control({ type: unlisted(type) })))).toEqual([
    { type, meaning, setBy: 'PAXOS', liftable: false, id: 'c1', since: '2026-04-10T08:00:00Z' },
  ]);
});

test('the table has every control of the contract', () => {
  expect(enumOf('IdentityControlType').sort()).toEqual(['CLOSED', 'DORMANT', 'FROZEN', 'SELL_ONLY']);
});

test('who set it, whether it can be lifted, and why; both spellings of the docs', () => {
  const [ours, overview] = activeControls(
    withControls(
      control({ set_by: 'SET_BY_CLIENT', is_overridable: true, reason_code: 'INACTIVITY', reason: 'quiet' }),
      control({
        set_by: unlisted('CLIENT'),
        is_overridable: true,
        reason_code: unlisted('END_USER_REQUESTED'),
        deleted_at: null as never,
      }),
    ),
  );
  expect(ours).toMatchObject({ setBy: 'CLIENT', liftable: true, reasonCode: 'INACTIVITY', reason: 'quiet' });
  expect(overview).toMatchObject({ setBy: 'CLIENT', reasonCode: 'END_USER_REQUEST' });
});

test('a control that was lifted is not in force', () => {
  expect(activeControls(withControls(control({ deleted_at: '2026-05-01T00:00:00Z' })))).toEqual([]);
});

test('the flags of older answers stand for a control each; a list of today’s overrules them', () => {
  expect(activeControls({ user_disabled: true, admin_disabled: true })).toMatchObject([
    { type: 'SELL_ONLY', setBy: 'CLIENT', liftable: true },
    { type: 'SELL_ONLY', setBy: 'PAXOS', liftable: false },
  ]);
  expect(activeControls({ user_disabled: false, admin_disabled: false })).toEqual([]);
  expect(activeControls({ user_disabled: true, status_details: { active_controls: [] } })).toEqual([]);
});
