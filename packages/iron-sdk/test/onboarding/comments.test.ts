import type { Identification } from '@org/iron-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reviewComments } from '../../src/onboarding/index.ts';

type Reviewed = Pick<Identification, 'status' | 'review_comment' | 'step_status'>;
const step = (comment?: string | null) => ({
  result: 'Declined' as const,
  retry: true,
  ...(comment !== undefined && { comment }),
});

test('the comment on the whole comes first, then those of a person’s steps, in a fixed order', () => {
  const identification: Reviewed = {
    status: 'Declined',
    review_comment: 'The whole.',
    step_status: {
      questionnaire: step('Q.'),
      proof_of_residence: step('P.'),
      selfie: step('S.'),
      identity: step('I.'),
    },
  };
  expect(reviewComments(identification)).toEqual({
    comments: [
      { comment: 'The whole.', steps: ['review_comment'] },
      { comment: 'I.', steps: ['identity'] },
      { comment: 'S.', steps: ['selfie'] },
      { comment: 'P.', steps: ['proof_of_residence'] },
      { comment: 'Q.', steps: ['questionnaire'] },
    ],
    text: 'The whole.\n\nI.\n\nS.\n\nP.\n\nQ.',
  });
});

test('the steps of a company have a fixed order, too, and steps that are new follow by name', () => {
  const step_status = {
    zebra: step('Z.'),
    questionnaire: step('Q.'),
    company_beneficiaries: step('B.'),
    antelope: step('A.'),
    company_documents: step('D.'),
    company_data: step('C.'),
  };
  const { comments } = reviewComments({ status: 'Pending', step_status });
  expect(comments.map(({ comment }) => comment)).toEqual(['C.', 'D.', 'B.', 'Q.', 'A.', 'Z.']);
});

test('a comment that stands in several places is given once, with all of them', () => {
  const { comments, text } = reviewComments({
    status: 'Declined',
    review_comment: 'Too  dark.\n',
    step_status: { selfie: step(' Too dark. '), identity: step('Cut off.') },
  });
  expect(comments).toEqual([
    { comment: 'Too  dark.', steps: ['review_comment', 'selfie'] },
    { comment: 'Cut off.', steps: ['identity'] },
  ]);
  expect(text).toBe('Too  dark.\n\nCut off.');
});

test.each(['Pending', 'Declined'])('comments are shown while it is %s', (status) => {
  expect(reviewComments({ status, review_comment: 'C.' }).text).toBe('C.');
});

test.each(['Processed', 'PendingReview', 'Approved', 'Expired', 'Archived', 'OnHold', 'pending'])(
  'comments are not shown while it is %s',
  (status) => {
    const identification = { status, review_comment: 'C.', step_status: { selfie: step('S.') } };
    expect(reviewComments(identification)).toEqual({ comments: [], text: '' });
  },
);

test('what is empty, null or missing is no comment', () => {
  const step_status = { identity: step(''), selfie: step(null), proof_of_residence: step('  \n'), questionnaire: null };
  for (const identification of [
    { status: 'Pending', review_comment: ' ', step_status },
    { status: 'Pending', review_comment: null, step_status: null },
    { status: 'Pending' },
    undefined,
    null,
  ]) {
    expect(reviewComments(identification)).toEqual({ comments: [], text: '' });
  }
});

test('however a record is filled: no repeats, nothing lost, nothing made up, and its key order does not matter', () => {
  const text = fc.oneof(
    fc.constantFrom('A.', 'B.', ' A. ', '', '  '),
    fc.string(),
    fc.constant(null),
    fc.constant(undefined),
  );
  const name = fc.oneof(
    fc.constantFrom('identity', 'selfie', 'questionnaire', 'company_data', '__proto__', 'constructor'),
    fc.string(),
  );
  const steps = fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom('Pending', 'Declined'), text, steps, (status, review_comment, entries) => {
      const record = (list: typeof entries) => {
        // Object.fromEntries makes `__proto__` a field like any other, as JSON.parse does.
        const step_status = Object.fromEntries(
          list.map(([key, comment]) => [key, { result: 'Declined', retry: false, comment }]),
        );
        return reviewComments({ status, review_comment, step_status } as Reviewed);
      };
      const { comments, text: box } = record(entries);
      const given = [review_comment, ...entries.map(([, comment]) => comment)];
      const normal = (one: string) => one.trim().replace(/\s+/g, ' ');
      const wanted = new Set(given.filter((one): one is string => !!one?.trim()).map(normal));
      expect(new Set(comments.map(({ comment }) => normal(comment)))).toEqual(wanted);
      expect(comments).toHaveLength(wanted.size);
      expect(comments.flatMap(({ steps: places }) => places)).toHaveLength(given.filter((one) => one?.trim()).length);
      expect(box).toBe(comments.map(({ comment }) => comment).join('\n\n'));
      expect(record([...entries].reverse())).toEqual({ comments, text: box });
    }),
  );
});

test.each(['Pending', 7, []])('%j is a InvalidRequestError', (identification) => {
  expect(() => reviewComments(identification as unknown as Reviewed)).toThrow(
    expect.objectContaining({
      name: 'InvalidRequestError',
      message: expect.stringContaining("'identification' must be an object"),
    }),
  );
});
