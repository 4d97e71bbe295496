// git with an identity of the tests' own, whatever the machine has or lacks.
import { execFileSync } from 'node:child_process';

const person = { name: 'A person', email: 'person@example.com' };

export const identity: Record<string, string> = {
  GIT_AUTHOR_NAME: person.name,
  GIT_AUTHOR_EMAIL: person.email,
  GIT_COMMITTER_NAME: person.name,
  GIT_COMMITTER_EMAIL: person.email,
};

/** Standard output without the last line break; throws with what git says. */
export const git = (folder: string, ...args: string[]): string => gitAs(person.email, folder, ...args);

/** The same, where another commits what the person wrote. */
export function gitAs(committer: string, folder: string, ...args: string[]): string {
  const env = { ...process.env, ...identity, GIT_COMMITTER_EMAIL: committer };
  // The repository's own folder may belong to another user of the machine than the one who runs the tests.
  return execFileSync('git', ['-c', 'safe.directory=*', '-C', folder, ...args], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).replace(/\n$/, '');
}
