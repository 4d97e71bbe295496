// Type-checks the whole repository through turbo, so that what did not change comes from its cache. Ends when it is told to.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export function typecheckAll(root: string, signal: AbortSignal): Promise<{ ok: boolean; output: string }> {
  return new Promise((done) => {
    const tasks = ['run', 'typecheck', '--continue', '--output-logs=errors-only'];
    const child = spawn(resolve(root, 'node_modules/.bin/turbo'), tasks, {
      cwd: root,
      shell: process.platform === 'win32',
      // A group of its own, so that the compilers that turbo starts end with it.
      detached: process.platform !== 'win32',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' },
    });
    let output = '';
    const keep = (part: Buffer): void => {
      output += part.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = (): void => endGroup(child.pid);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.on('error', (error) => done({ ok: false, output: error.message }));
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      done({ ok: code === 0, output: compilerErrors(output) });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It ended by itself a moment ago.
  }
}

/** The compiler's lines out of turbo's, each with its package; all of the output where there are none. */
export function compilerErrors(output: string): string {
  const errors = [...output.matchAll(/^(\S+?):typecheck: (.+\(\d+,\d+\): error TS\d+: .*)$/gm)];
  return errors.length === 0 ? output : errors.map(([, name, text]) => `${name} ${text}`).join('\n');
}
