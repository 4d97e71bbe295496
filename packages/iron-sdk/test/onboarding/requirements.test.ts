import { readFileSync } from 'node:fs';
import type { CustomerRequirements, RequirementItem } from '@org/iron-types';
import { expect, test } from 'vitest';
import { requirementsOf } from '../../src/onboarding/index.ts';

const item = (code: string, more: object = {}) =>
  ({ code, missing_questions: [], reject_labels: [], reject_reasons: [], ...more }) as RequirementItem;
const of = (more: Partial<CustomerRequirements>) =>
  requirementsOf({ complete: [], pending: [], missing: [], issues: [], requirements_due: [], ...more });

test.each<[string, Partial<CustomerRequirements>, object]>([
  ['nothing is open', { complete: [item('kyc_selfie')] }, { customerMustAct: false, complete: true }],
  ['one is missing', { missing: [item('kyc_selfie')] }, { customerMustAct: true, complete: false }],
  ['one is in review', { pending: [item('kyc_selfie')] }, { customerMustAct: false, complete: false }],
  ['one is final', { issues: [item('kyc_identity')] }, { customerMustAct: false, complete: false }],
  [
    'one is missing, and another final: handing in would not help',
    { missing: [item('kyc_selfie')], issues: [item('kyc_identity')] },
    { customerMustAct: false, complete: false },
  ],
  [
    'what is missing cannot be retried',
    { missing: [item('kyc_selfie', { retryable: false })] },
    { customerMustAct: false, toDo: [], final: [expect.objectContaining({ code: 'kyc_selfie' })] },
  ],
])('where %s', (_what, requirements, expected) => {
  expect(of(requirements)).toMatchObject(expected);
});

test('every code of the contract has words', () => {
  const contract = JSON.parse(readFileSync(new URL(import.meta.resolve('@org/iron-types/openapi.json')), 'utf8'));
  const codes: string[] = contract.components.schemas.RequirementCode.enum;
  expect(codes).toHaveLength(14);
  for (const code of codes) expect(of({ missing: [item(code)] }).toDo[0]?.what).not.toBe(code);
  expect(of({ missing: [item('kyc_voice')] }).toDo[0]?.what).toBe('kyc_voice');
});

test('reasons, questions and the identification are given', () => {
  const questions = [{ id: 'q1', title: 'Where does the money come from?' }];
  const refused = item('kyc_selfie', {
    identification_id: 'i1',
    description: 'Too dark. Again.',
    reject_reasons: [{ code: 'DARK', description: 'Too dark.' }],
  });
  expect(of({ missing: [refused, item('kyc_questionnaire', { missing_questions: questions })] }).toDo).toEqual([
    { code: 'kyc_selfie', what: 'Selfie', reasons: ['Too dark.'], questions: [], identificationId: 'i1' },
    { code: 'kyc_questionnaire', what: 'Questionnaire', reasons: [], questions, identificationId: undefined },
  ]);
  expect(of({ missing: [item('kyc_selfie', { description: 'Again.' })] }).toDo[0]?.reasons).toEqual(['Again.']);
});

test('what is no answer to getCustomerRequirements is an InvalidRequestError', () => {
  expect(() => requirementsOf(undefined as unknown as CustomerRequirements)).toThrow(
    expect.objectContaining({
      name: 'InvalidRequestError',
      message: "'requirements' must be an object as getCustomerRequirements gives it, not undefined.",
    }),
  );
});
