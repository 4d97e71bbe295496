// Runs a workflow: its jobs in their order, each matrix entry, each step, and the workflows that it calls. Checkout is a real
// clone of the origin, artifacts are folders.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
  'uses',
  'with',
  'secrets',
];

export function runWorkflow(options: RunOptions): Promise<JobResult[]> {
  rmSync(artifacts(options.folder), { recursive: true, force: true });
  return runJobs(options, { name: '', queue: {} });
}

const artifacts = (folder: string): string => join(folder, 'artifacts');

/** Who calls a workflow: the job, what it waits for, and what it may do, where there is a limit to that. */
interface Caller {
  readonly name: string;
  readonly queue: Record<string, string>;
  readonly permissions?: JsonObject;
}

async function runJobs(options: RunOptions, caller: Caller): Promise<JobResult[]> {
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
        results.push(...(await runOrCall(id.value, job, { ...contexts, matrix }, options, caller)));
    done.set(id.value, results);
  }
  return [...done.values()].flat();
}

/** A job of steps, or one that calls a workflow of the same commit. */
async function runOrCall(
  id: string,
  job: ReadonlyMap<string, TemplateToken>,
  given: Contexts,
  options: RunOptions,
  caller: Caller,
): Promise<JobResult[]> {
  const name = [caller.name, id, ...Object.values(given.matrix as JsonObject)].filter(Boolean).join('-');
  const permissions = plain(job.get('permissions') ?? missing(`${name}: permissions`), given) as JsonObject;
  for (const [scope, wanted] of Object.entries(permissions))
    if (caller.permissions && caller.permissions[scope] !== wanted && caller.permissions[scope] !== 'write')
      throw new Error(`${name}: asks for ${scope}: ${String(wanted)}, which its caller does not have`);
  const queue = { ...caller.queue, ...variables(job.get('concurrency'), given) };
  if (!job.has('uses')) return [await runJob(name, job, given, options, { permissions, queue })];
  const [, workflow] = /^\.\/(\.github\/workflows\/[\w-]+\.yml)$/.exec(String(job.get('uses'))) ?? [];
  if (workflow === undefined) throw new Error(`${name}: a workflow of another repository is not known here`);
  const secrets = {
    GITHUB_TOKEN: options.secrets.GITHUB_TOKEN ?? '',
    ...variables(job.get('secrets'), { ...given, secrets: options.secrets }),
  };
  const inputs = variables(job.get('with'), given);
  return runJobs({ ...options, workflow, secrets, inputs }, { name, queue, permissions });
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
  name: string,
  job: ReadonlyMap<string, TemplateToken>,
  given: Contexts,
  options: RunOptions,
  { permissions, queue }: Pick<JobResult, 'permissions' | 'queue'>,
): Promise<JobResult> {
  if (String(job.get('runs-on')) !== 'ubuntu-latest') throw new Error(`${name}: another machine is not known here`);
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
    const title = String(step.get('name') ?? step.get('uses')).replace(/@[0-9a-f]{40}$/, '@commit');
    parts.ran.push(title);
    if (step.has('uses')) {
      use(title, variables(step.get('with'), contexts), folder, options);
      continue;
    }
    contexts.env = { ...ofJob, ...parts.exported };
    const own = { ...ofJob, ...parts.exported, ...variables(step.get('env'), contexts) };
    environments[title] = own;
    const runner = { RUNNER_TEMP: temp, ...RUN, GITHUB_ACTIONS: 'true', CI: 'true' };
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

/** What each step has in its environment of the run. */
export const RUN = {
  GITHUB_REF_NAME: 'main',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: 'org/sdks',
  GITHUB_RUN_ID: '1',
} as const;

/** The actions that a workflow may use, each at a commit. */
function use(action: string, given: Record<string, string>, folder: string, { origin, folder: all }: RunOptions): void {
  const takes = (...known: readonly string[]): void => {
    for (const key of Object.keys(given))
      if (!known.includes(key)) throw new Error(`${action}: ${key} is not known here`);
  };
  const at = join(artifacts(all), given.name ?? '');
  if (action === 'actions/setup-node@commit') {
    takes('node-version');
    if (!process.version.startsWith(`v${given['node-version']}.`))
      throw new Error(`the workflow asks for Node ${given['node-version']}`);
  } else if (action === 'actions/upload-artifact@commit') {
    takes('name', 'path', 'if-no-files-found');
    if (existsSync(at)) throw new Error(`the artifact ${given.name} is there already`);
    cpSync(given.path ?? '', at, { recursive: true });
  } else if (action === 'actions/download-artifact@commit') {
    takes('name', 'path');
    cpSync(at, given.path ?? '', { recursive: true, verbatimSymlinks: true });
  } else if (action === 'actions/checkout@commit') {
    takes('fetch-depth', 'persist-credentials');
    if (given['persist-credentials'] !== 'false') throw new Error('a token that stays in the folder is not known here');
    checkOut(folder, origin, given['fetch-depth'] === '0');
  } else throw new Error(`${action} is not known here`);
}

/** What is installed stays in the folder, to save the time. */
function checkOut(folder: string, origin: string, whole: boolean): void {
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
}

function missing(what: string): never {
  throw new Error(`${what} is missing`);
}
