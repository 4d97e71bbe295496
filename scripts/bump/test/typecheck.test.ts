// The type-check of a bump: what its errors look like, and that it ends when it is told to.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compilerErrors, typecheckAll } from '../run.ts';

it('tells the compiler’s errors with their package, without the noise around them', () => {
  const output = `• turbo 2.11.11
   • Running typecheck in 8 packages
@org/iron-sdk:typecheck: cache miss, executing 1c3ba44c7e4be4da
@org/iron-sdk:typecheck: > tsc -p tsconfig.json
@org/iron-sdk:typecheck: src/onboarding/stage.ts(44,7): error TS2741: Property 'Paused' is missing.
@org/iron-sdk:typecheck:  ELIFECYCLE  Command failed with exit code 2.
quickstart:typecheck: src/main.ts(3,1): error TS2339: Property 'x' does not exist.
 ERROR  run failed: command  exited (2)`;
  expect(compilerErrors(output)).toBe(
    "@org/iron-sdk src/onboarding/stage.ts(44,7): error TS2741: Property 'Paused' is missing.\nquickstart src/main.ts(3,1): error TS2339: Property 'x' does not exist.",
  );
});

it('tells all there is where the compiler said nothing', () => {
  expect(compilerErrors('turbo: no such task')).toBe('turbo: no such task');
});

/** A repository whose turbo is a script, to be interrupted. */
function withTurbo(script: string): string {
  const root = mkdtempSync(join(tmpdir(), 'typecheck-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(`${root}/node_modules/.bin`, { recursive: true });
  writeFileSync(`${root}/node_modules/.bin/turbo`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return root;
}

it('asks for every package, whatever fails in one', async () => {
  const root = withTurbo('echo "$@"; exit 1');
  expect(await typecheckAll(root, new AbortController().signal)).toEqual({
    ok: false,
    output: 'run typecheck --continue --output-logs=errors-only\n',
  });
});

it('ends with all that it started when it is told to', async () => {
  const stop = new AbortController();
  const done = typecheckAll(withTurbo('sleep 600 & wait'), stop.signal);
  stop.abort();
  expect((await done).ok).toBe(false);
});

it('is not ok where turbo is missing', async () => {
  const root = mkdtempSync(join(tmpdir(), 'typecheck-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  expect(await typecheckAll(root, new AbortController().signal)).toEqual({
    ok: false,
    output: expect.stringContaining('ENOENT'),
  });
});
