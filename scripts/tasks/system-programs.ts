// The system programs that the task test:system needs. A machine without one still passes `npm test`, and is told so.
import { spawnSync } from 'node:child_process';

export interface SystemProgram {
  readonly program: string;
  /** Programs that do as well. */
  readonly or?: readonly string[];
  /** What is not tested without it. */
  readonly tests: string;
}

export const SYSTEM_PROGRAMS: readonly SystemProgram[] = [
  { program: 'chromium', or: ['google-chrome'], tests: 'test:system, the page of the sandbox in a browser' },
  { program: 'openssl', tests: 'test:system, webhook signatures against OpenSSL' },
  { program: 'redis-server', tests: 'test:system, stores shared by several processes' },
];

export function missingPrograms(needed: readonly SystemProgram[] = SYSTEM_PROGRAMS): SystemProgram[] {
  return needed.filter(({ program, or = [] }) => ![program, ...or].some(exists));
}

function exists(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
