// The system programs that the task test:system needs. A machine without one still passes `npm test`, and is told so.
import { spawnSync } from 'node:child_process';

export interface SystemProgram {
  readonly program: string;
  /** What is not tested without it. */
  readonly tests: string;
}

export const SYSTEM_PROGRAMS: readonly SystemProgram[] = [
  { program: 'openssl', tests: 'test:system, webhook signatures against OpenSSL' },
  { program: 'redis-server', tests: 'test:system, stores shared by several processes' },
];

export function missingPrograms(needed: readonly SystemProgram[] = SYSTEM_PROGRAMS): SystemProgram[] {
  return needed.filter(({ program }) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined);
}
