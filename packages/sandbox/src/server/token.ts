// What actions of the control API need: a token that only the user who started the sandbox can read.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ControlToken {
  /** Path of the file that holds it. */
  readonly file: string;
  matches(sent: string | undefined): boolean;
  /** Removes the file. */
  remove(): void;
}

export function createControlToken(): ControlToken {
  const token = randomBytes(32).toString('base64url');
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const file = join(folder, 'token');
  writeFileSync(file, token, { mode: 0o600 });
  const bytes = Buffer.from(token);
  return {
    file,
    matches(sent) {
      const given = Buffer.from(sent ?? '');
      return given.length === bytes.length && timingSafeEqual(given, bytes);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
