// Starts the process that makes the calls, and collects its reports until it has ended.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outcome, Settings, Summary } from './report.ts';

export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly summary: Summary | undefined;
  readonly exit: { readonly code: number | null; readonly signal: string | null };
  /** Milliseconds from its last report until its end. */
  readonly lingered: number;
  readonly stderr: string;
}

/** @param patience milliseconds after which it is ended by force */
export async function runCalls(settings: Settings, patience: number): Promise<Run> {
  const program = fileURLToPath(new URL('./client.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outcomes: Outcome[] = [];
  let summary: Summary | undefined;
  let stderr = '';
  let lastReport = 0;
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  createInterface(child.stdout).on('line', (line) => {
    const one = JSON.parse(line) as Outcome | Summary;
    lastReport = performance.now();
    if ('done' in one) summary = one;
    else outcomes.push(one);
  });
  const exit = await new Promise<Run['exit']>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearTimeout(timer);
  return { outcomes, summary, exit, stderr, lingered: performance.now() - lastReport };
}
