// The last line of `npm test`: every vitest test counts once, every other task once, and no failure gets lost.
import { expect, test } from 'vitest';
import { summarize, type TaskResult } from './test-summary.ts';

const task = (name: string, passed = true, cached = false): TaskResult => ({ task: name, passed, cached });
const suite = (passed: number, failed = 0) => ({ file: 'x.json', passed, failed });

test('tests and other checks are added up', () => {
  const tasks = [task('//#lint'), task('@org/iron-sdk#test'), task('//#test:scripts'), task('@org/iron-sdk#typecheck')];
  expect(summarize(tasks, [suite(10), suite(5)])).toEqual({
    passed: 17,
    failed: 0,
    lines: ['15 tests in 2 suites, 2 other checks'],
  });
});

test('a failing test and a failing check count one each, and are named', () => {
  const { passed, failed, lines } = summarize([task('//#lint', false), task('@org/a#test', false)], [suite(3, 1)]);
  expect({ passed, failed }).toEqual({ passed: 3, failed: 2 });
  expect(lines.slice(0, 2)).toEqual(['failed: //#lint', 'failed: @org/a#test']);
});

test('a suite that crashed without a failing test is a failure', () => {
  expect(summarize([task('@org/a#test', false)], [])).toMatchObject({ passed: 0, failed: 1 });
});

test('what was not run again, because nothing changed, is said', () => {
  expect(summarize([task('//#lint', true, true), task('@org/a#test')], [suite(1)]).lines).toEqual([
    '1 tests in 1 suites, 1 other checks; 1 of 2 tasks unchanged',
  ]);
});
