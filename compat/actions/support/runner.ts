// Runs a workflow: its jobs in their order, each matrix entry, each step. Checkout is a real clone of the origin.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';
import { git } from './git.ts';
import { type Annotation, runShell } from './step.ts';
import {
  type Contexts,
  entries,
  evaluate,
  isTrue,
  type Json,
  type JsonObject,
  plain,
  readWorkflow,
  variables,
} from './workflow.ts';

export interface RunOptions {
  /** A bare repository; its branch main is what runs. */
  readonly origin: string;
  /** Holds one folder per job, which the next run finds again. */
  readonly folder: string;
  readonly workflow: string;
  readonly env: Record<string, string>;
  readonly secrets: Record<string, string>;
  readonly inputs?: Record<string, string>;
  /** Of a matrix, only the entries that have these values. */
  readonly only?: Record<string, string>;
}

export interface JobResult {
  readonly name: string;
  readonly permissions: JsonObject;
  /** What a run waits for: its concurrency group. */
  readonly queue: Record<string, string>;
  readonly succeeded: boolean;
  readonly steps: readonly string[];
  readonly folder: string;
  readonly log: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly outputs: Record<string, string>;
  /** What each step had in its environment beyond that of the machine. */
  readonly environments: Readonly<Record<string, Record<string, string>>>;
}

const JOB = [
  'needs',
  'runs-on',
  'timeout-minutes',
  'permissions',
  'outputs',
  'strategy',
  'concurrency',
  'env',
  'steps',
];

export async function runWorkflow(options: RunOptions): Promise<JobResult[]> {
  const { root, template, errors } = await readWorkflow(
    options.workflow,
    git(options.origin, 'show', `main:${options.workflow}`),
  );
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const top = entries(root, ['name', 'on', 'permissions', 'defaults', 'jobs']);
  const shell = entries(entries(top.get('defaults'), ['run']).get('run'), ['shell']).get('shell');
  if (String(shell) !== 'bash') throw new Error('only steps in bash, named as such, are known here');
  const bodies = entries(
    top.get('jobs'),
    template.jobs.map(({ id }) => id.value),
  );
  const done = new Map<string, JobResult[]>();
  for (const { id, needs = [], if: condition } of template.jobs) {
    const job = entries(bodies.get(id.value), JOB);
    const before = needs.map(({ value }) => [value, done.get(value) ?? []] as const);
    const succeeded = before.every(([, results]) => results.every((result) => result.succeeded));
    const contexts: Contexts = {
      github: { ref_name: 'main' },
      inputs: options.inputs ?? {},
      needs: Object.fromEntries(before.map(([name, results]) => [name, { outputs: results[0]?.outputs ?? {} }])),
    };
    const results: JobResult[] = [];
    if (isTrue(evaluate(condition.expression, contexts, succeeded)))
      for (const matrix of matrixOf(job.get('strategy'), contexts, options.only))
        results.push(await runJob(id.value, job, { ...contexts, matrix }, options));
    done.set(id.value, results);
  }
  return [...done.values()].flat();
}

/** Every combination. An empty one is an error, as it is to GitHub. */
function matrixOf(
  token: TemplateToken | undefined,
  contexts: Contexts,
  only: Record<string, string> = {},
): JsonObject[] {
  if (token === undefined) return [{}];
  const matrix = entries(token, ['fail-fast', 'matrix']).get('matrix');
  if (matrix === undefined) throw new Error('a strategy without a matrix is not known here');
  let all: JsonObject[] = [{}];
  for (const [name, values] of Object.entries(plain(matrix, contexts) as JsonObject)) {
    if (!Array.isArray(values) || values.length === 0) throw new Error(`the matrix has no values for ${name}`);
    all = all.flatMap((one) => values.map((value: Json) => ({ ...one, [name]: value })));
  }
  return all.filter((one) => Object.entries(only).every(([name, value]) => one[name] === value));
}

async function runJob(
  id: string,
  job: ReadonlyMap<string, TemplateToken>,
  given: Contexts,
  options: RunOptions,
): Promise<JobResult> {
  const name = [id, ...Object.values(given.matrix as JsonObject)].join('-');
  if (String(job.get('runs-on')) !== 'ubuntu-latest') throw new Error(`${name}: another machine is not known here`);
  const permissions = plain(job.get('permissions') ?? missing(`${name}: permissions`), given) as JsonObject;
  const queue = variables(job.get('concurrency'), given);
  const minutes = Number(job.get('timeout-minutes') ?? missing(`${name}: timeout-minutes`));
  const temp = mkdtempSync(join(options.folder, 'temp-'));
  const folder = join(options.folder, name);
  const contexts: Contexts = { ...given, secrets: options.secrets, runner: { temp }, steps: {} };
  const ofJob = variables(job.get('env'), contexts);
  const parts = { log: '', summary: '', annotations: [] as Annotation[], ran: [] as string[], exported: {} };
  const environments: Record<string, Record<string, string>> = {};
  let succeeded = true;
  for (const token of job.get('steps')?.assertSequence('steps') ?? []) {
    const step = entries(token, ['name', 'id', 'env', 'run', 'uses', 'with']);
    if (!succeeded) continue;
    const title = String(step.get('name') ?? step.get('uses'));
    parts.ran.push(title);
    if (step.has('uses')) {
      use(title, step.get('with'), folder, options.origin, contexts);
      continue;
    }
    contexts.env = { ...ofJob, ...parts.exported };
    const own = { ...ofJob, ...parts.exported, ...variables(step.get('env'), contexts) };
    environments[title] = own;
    const runner = { RUNNER_TEMP: temp, GITHUB_REF_NAME: 'main', GITHUB_ACTIONS: 'true', CI: 'true' };
    const script = String(plain(step.get('run') ?? missing(`${title}: run`), contexts));
    const result = await runShell(script, { cwd: folder, env: { ...options.env, ...runner, ...own }, temp, minutes });
    parts.log += result.log;
    parts.summary += result.summary;
    parts.annotations.push(...result.annotations);
    Object.assign(parts.exported, result.variables);
    succeeded = result.status === 0;
    if (step.has('id')) (contexts.steps as JsonObject)[String(step.get('id'))] = { outputs: result.outputs };
  }
  rmSync(temp, { recursive: true, force: true });
  const { log, summary, annotations, ran } = parts;
  const outputs = variables(job.get('outputs'), contexts);
  return { name, permissions, queue, succeeded, steps: ran, folder, log, summary, annotations, outputs, environments };
}

/** The actions that the workflow may use. What is installed stays in the folder, to save the time. */
function use(name: string, token: TemplateToken | undefined, folder: string, origin: string, contexts: Contexts): void {
  if (name === 'actions/setup-node@v5') {
    const version = plain(entries(token, ['node-version']).get('node-version') ?? missing('node-version'), contexts);
    if (!process.version.startsWith(`v${version}.`)) throw new Error(`the workflow asks for Node ${version}`);
  } else if (name === 'actions/checkout@v5') {
    entries(token, ['fetch-depth', 'persist-credentials']);
    const given = variables(token, contexts);
    if (given['persist-credentials'] !== 'false') throw new Error('a token that stays in the folder is not known here');
    const whole = given['fetch-depth'] === '0';
    if (!existsSync(join(folder, '.git'))) {
      mkdirSync(folder, { recursive: true });
      git(folder, 'init', '--quiet', '--initial-branch=main');
      git(folder, 'remote', 'add', 'origin', `file://${origin}`);
    }
    const what = whole
      ? ['+refs/heads/*:refs/remotes/origin/*']
      : ['--depth=1', '+refs/heads/main:refs/remotes/origin/main'];
    git(folder, 'fetch', '--quiet', '--prune', 'origin', ...what);
    git(folder, 'checkout', '--quiet', '--force', '-B', 'main', 'refs/remotes/origin/main');
    git(folder, 'clean', '--quiet', '-ffdx', '-e', 'node_modules', '-e', '.turbo');
  } else throw new Error(`${name} is not known here`);
}

function missing(what: string): never {
  throw new Error(`${what} is missing`);
}
