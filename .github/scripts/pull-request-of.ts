// From the pull requests of a branch, as `gh pr list --json` gives them, what the shell needs to know, a line each:
// number and base of the open one, commits at which others were merged, at which others were closed, and is the open one a draft?
import { readFileSync } from 'node:fs';

interface PullRequest {
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly isCrossRepository: boolean;
}

const all = JSON.parse(readFileSync(0, 'utf8')) as readonly PullRequest[];
// Anybody can open one from a branch of the same name in a fork.
const own = all.filter(({ isCrossRepository }) => !isCrossRepository);
const open = own.find(({ state }) => state === 'OPEN');
const at = (wanted: PullRequest['state']): string =>
  own
    .filter(({ state }) => state === wanted)
    .map(({ headRefOid }) => headRefOid)
    .join(' ');

// The last line is never empty, as the shell drops empty lines at the end.
const lines = [open?.number ?? '', open?.baseRefName ?? '', at('MERGED'), at('CLOSED'), open?.isDraft ?? false];
for (const line of lines) console.log(line);
