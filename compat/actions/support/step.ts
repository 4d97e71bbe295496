// Runs the shell of a step as GitHub's runner does: its files, its commands on the output, its exit status.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Annotation {
  readonly kind: string;
  readonly text: string;
}

export interface StepResult {
  readonly status: number;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly outputs: Record<string, string>;
  readonly variables: Record<string, string>;
  readonly summary: string;
}

const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'] as const;

/** @param minutes after which the step is ended, as a failure */
export async function runShell(
  script: string,
  options: { cwd: string; env: Record<string, string>; temp: string; minutes: number },
): Promise<StepResult> {
  const folder = mkdtempSync(join(options.temp, 'step-'));
  const at = (name: string): string => join(folder, name);
  for (const name of FILES) writeFileSync(at(name), '');
  writeFileSync(at('script.sh'), script);
  const files = Object.fromEntries(FILES.map((name) => [name, at(name)]));
  const { status, said, log } = await run(at('script.sh'), { ...options, env: { ...options.env, ...files } });
  const read = (name: (typeof FILES)[number]): string => readFileSync(at(name), 'utf8');
  return {
    status,
    log,
    // The runner reads both by themselves: what stops commands on the one does not on the other.
    annotations: said.flatMap(commands),
    outputs: assignments(read('GITHUB_OUTPUT')),
    variables: assignments(read('GITHUB_ENV')),
    summary: read('GITHUB_STEP_SUMMARY'),
  };
}

function run(
  script: string,
  { cwd, env, minutes }: { cwd: string; env: Record<string, string>; minutes: number },
): Promise<{ status: number; said: string[]; log: string }> {
  return new Promise((done) => {
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
    const bash = spawn('bash', args, { cwd, env, timeout: minutes * 60_000 });
    const said = ['', ''];
    let log = '';
    for (const [index, stream] of [bash.stdout, bash.stderr].entries())
      stream.setEncoding('utf8').on('data', (part: string) => {
        said[index] += part;
        log += part;
      });
    bash.on('error', (error) => done({ status: 1, said, log: error.message }));
    bash.on('close', (code) => done({ status: code ?? 1, said, log }));
  });
}

/** Lines that are commands to the runner. A step can stop them, and allow them again by its word. */
export function commands(log: string): Annotation[] {
  const found: Annotation[] = [];
  let word: string | undefined;
  for (const line of log.split('\n')) {
    const [, name = '', text = ''] = /^\s*::([\w-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (name === '') continue;
    if (word !== undefined) {
      if (name === word) word = undefined;
    } else if (name === 'stop-commands') word = text;
    else if (['error', 'warning', 'notice'].includes(name))
      found.push({ kind: name, text: text.replaceAll('%25', '%') });
    else throw new Error(`the runner got a command that is not known here: ${line}`);
  }
  return found;
}

function assignments(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`not name=value: ${line}`);
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
}
