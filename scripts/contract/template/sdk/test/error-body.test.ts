import { expect, test } from 'vitest';
import { describeError } from '../src/error-body.ts';

test.each<[string, unknown, object]>([
  ['a message', { message: 'taken', request_id: 'r-1' }, { message: 'taken', requestId: 'r-1' }],
  ['a problem', { title: 'Bad', detail: 'too short', trace_id: 't-1' }, { message: 'too short', requestId: 't-1' }],
  ['an error within', { error: { message: 'denied' } }, { message: 'denied' }],
  ['invalid fields', { errors: [{ field: 'a', message: 'b' }] }, { fieldErrors: [{ field: 'a', message: 'b' }] }],
  ['an unknown shape', { reasons: ['x'] }, {}],
  ['no object', '<html>', {}],
])('an error body with %s is described', (_what, body, description) => {
  expect(describeError(body)).toEqual({
    message: undefined,
    requestId: undefined,
    fieldErrors: undefined,
    ...description,
  });
});
