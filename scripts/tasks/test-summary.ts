// Adds up what the tasks of a test run gave: every vitest test counts once, and so does every task that is no vitest run.
export interface TaskResult {
  readonly task: string;
  readonly passed: boolean;
  readonly cached: boolean;
}

export interface VitestResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

export function summarize(tasks: readonly TaskResult[], suites: readonly VitestResult[]): Summary {
  const failedTasks = tasks.filter(({ passed }) => !passed);
  const tests = suites.reduce((sum, { passed }) => sum + passed, 0);
  const failedTests = suites.reduce((sum, { failed }) => sum + failed, 0);
  const others = tasks.filter(({ task }) => !isTestTask(task));
  const passed = tests + others.filter((task) => task.passed).length;
  // A suite that fails without a failing test (it crashed, or collected nothing) still is a failure.
  const failed = Math.max(
    failedTests + failedTasks.filter(({ task }) => !isTestTask(task)).length,
    failedTasks.length > 0 ? 1 : 0,
  );
  const cached = tasks.filter((task) => task.cached).length;
  return {
    passed,
    failed,
    lines: [
      ...failedTasks.map(({ task }) => `failed: ${task}`),
      `${tests} tests in ${suites.length} suites, ${others.length} other checks${cached > 0 ? `; ${cached} of ${tasks.length} tasks unchanged` : ''}`,
    ],
  };
}

const isTestTask = (task: string): boolean => /#test(:(scripts|bump|system))?$/.test(task);
