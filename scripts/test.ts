// npm test: everything that CI runs, as turbo tasks, and one line at the end that says how it went.
import { globSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { root } from './contract/providers.ts';
import { missingPrograms } from './tasks/system-programs.ts';
import { clearResults, vitestResults } from './tasks/test-results.ts';
import { summarize, type TaskResult } from './tasks/test-summary.ts';
import { turbo } from './tasks/turbo.ts';

const TASKS = [
  'lint',
  'check:generated',
  'lint:specs',
  'typecheck:scripts',
  'test:scripts',
  'test:bump',
  'typecheck',
  'test',
  'check:packages',
];

const HELP = `npm test [-- options]

Lints, checks that what is generated is what the contracts give, builds, type-checks and tests everything. Tasks whose
inputs have not changed since they last passed are not run again; their results are counted all the same.

  --force   run everything again
  --help    this text

Tests that need a system program form the task test:system. They run where the program exists; what was not run is named
before the last line. The last line is "N passed, N failed".`;

const { values } = parseArgs({ options: { force: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) console.log(HELP);
else process.exitCode = run(values.force === true);

function run(force: boolean): number {
  const started = performance.now();
  rmSync(`${root}.turbo/runs`, { recursive: true, force: true });
  clearResults(root);
  const missing = missingPrograms();
  // What misses a program is left out and named below; with all of them there, nothing is left out.
  const tasks = missing.length === 0 ? [...TASKS, 'test:system'] : TASKS;
  console.log('Linting, building, type-checking, testing … (two to three minutes the first time)');
  const { output, status } = turbo([
    'run',
    ...tasks,
    '--continue=always',
    '--summarize',
    // One more than there are cores: enough to keep them busy, and no test starves.
    `--concurrency=${availableParallelism() + 1}`,
    '--output-logs=errors-only',
    ...(force ? ['--force'] : []),
  ]);
  const summary = summarize(taskResults(), vitestResults(root));
  if (status !== 0 || summary.failed > 0) console.log(output);
  for (const line of summary.lines) console.log(line);
  console.log(`in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const { program, tests } of missing) console.log(`not run: ${tests} (${program} is not installed)`);
  // A crash before any task would count no failure: the exit status of turbo has the last word.
  const failed = summary.failed === 0 && status !== 0 ? 1 : summary.failed;
  console.log(`${summary.passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function taskResults(): TaskResult[] {
  const [file] = globSync(`${root}.turbo/runs/*.json`);
  if (!file) return [];
  const { tasks } = JSON.parse(readFileSync(file, 'utf8')) as {
    tasks: { taskId: string; cache?: { status?: string }; execution?: { exitCode?: number } }[];
  };
  return tasks.map(({ taskId, cache, execution }) => ({
    task: taskId,
    passed: execution?.exitCode === 0,
    cached: cache?.status === 'HIT',
  }));
}
