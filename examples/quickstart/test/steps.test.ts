// How a step is printed: what is done, then what came of it; a terminal also sees the seconds go by.
import { afterEach, expect, test, vi } from 'vitest';
import { createSteps } from '../src/steps.ts';

afterEach(() => vi.useRealTimers());

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => void written.push(text), text: () => written.join('') };
}

test('a step shows what came of it', async () => {
  const output = terminal(false);
  const value = await createSteps(output).run(
    'Reading',
    async () => 42,
    (found) => `${found} found`,
  );
  expect(value).toBe(42);
  expect(output.text()).toBe('  Reading … 42 found\n');
});

test('a step without an outcome of its own shows how long it took', async () => {
  const output = terminal(false);
  const times = [0, 1_250];
  await createSteps(output, () => times.shift() ?? 1_250).run('Starting', async () => undefined);
  expect(output.text()).toBe('  Starting … 1.3 s\n');
});

test('on a terminal a long step shows the seconds go by, and stops when it is done', async () => {
  vi.useFakeTimers();
  const output = terminal(true);
  let finish: (value: string) => void = () => {};
  const step = createSteps(output, () => Date.now()).run(
    'Waiting',
    () =>
      new Promise<string>((resolve) => {
        finish = resolve;
      }),
    (found) => found,
  );
  await vi.advanceTimersByTimeAsync(1_000);
  finish('there');
  await step;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(output.written).toEqual(['  Waiting … ', '\r  Waiting … 0.5 s ', '\r  Waiting … 1.0 s ', 'there\n']);
});

test('a failure names the error and what it says, and nothing else', () => {
  const output = terminal(false);
  createSteps(output).failed(new TypeError('no such host'));
  expect(output.text()).toBe('\nThe quickstart stopped. TypeError: no such host\n');
});

test('a step that fails passes its error on', async () => {
  const steps = createSteps(terminal(false));
  await expect(steps.run('Failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
