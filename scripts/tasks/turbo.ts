// Calls turbo with its output kept, so that a command of ours prints it only when there is something to read.
import { spawnSync } from 'node:child_process';
import { root } from '../contract/providers.ts';

export interface TurboResult {
  readonly status: number;
  readonly output: string;
}

export function turbo(args: readonly string[]): TurboResult {
  const result = spawnSync(`${root}node_modules/.bin/turbo`, [...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' },
  });
  return {
    status: result.status ?? 1,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`,
  };
}
