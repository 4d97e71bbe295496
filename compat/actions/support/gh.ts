// Stands in for GitHub's `gh`: keeps pull requests in a JSON file, and knows just the calls that the workflow makes. Branches
// it looks up in the origin, so that a pull request follows its branch and closes with it, as on GitHub.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';

export interface Pull {
  readonly number: number;
  readonly headRefName: string;
  readonly isCrossRepository: boolean;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  baseRefName: string;
  headRefOid: string;
  title: string;
  body: string;
  comments: string[];
}

export interface State {
  pulls: Pull[];
  /** Each call's arguments. */
  calls: string[][];
}

const LONGEST = 65_536;

/** Gives the standard output; throws what gh would end with. */
export function gh(args: readonly string[], state: State, oid: (branch: string) => string | undefined): string {
  for (const pull of state.pulls.filter((one) => one.state === 'OPEN' && !one.isCrossRepository)) {
    const tip = oid(pull.headRefName);
    if (tip === undefined) pull.state = 'CLOSED';
    else pull.headRefOid = tip;
  }
  const [group = '', verb = '', ...rest] = args;
  if (group === 'api') return api(args.slice(1), state);
  if (group !== 'pr') throw new Error(`unknown command ${group}`);
  if (verb === 'list') return list(rest, state);
  if (verb === 'create') return create(rest, state, oid);
  if (verb === 'ready') {
    const { pull, values } = one(rest, state, { undo: { type: 'boolean' } });
    if (pull.state !== 'OPEN') throw new Error(`#${pull.number} is not open`);
    pull.isDraft = values.undo === true;
    return '';
  }
  if (verb === 'close') {
    const { pull, values } = one(rest, state, { comment: { type: 'string' } });
    pull.comments.push(text(values.comment, '--comment'));
    pull.state = 'CLOSED';
    return '';
  }
  throw new Error(`unknown command pr ${verb}`);
}

type Options = NonNullable<ParseArgsConfig['options']>;

function list(args: readonly string[], state: State): string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      head: { type: 'string' },
      state: { type: 'string' },
      limit: { type: 'string' },
      json: { type: 'string' },
    },
  });
  if (values.state !== 'all') throw new Error('without --state all, gh lists the open ones only');
  const fields = text(values.json, '--json').split(',');
  const found = state.pulls.filter(({ headRefName }) => headRefName === text(values.head, '--head')).reverse();
  return JSON.stringify(
    found.slice(0, Number(values.limit ?? 30)).map((pull) =>
      Object.fromEntries(
        fields.map((field) => {
          if (!Object.hasOwn(pull, field)) throw new Error(`Unknown JSON field: "${field}"`);
          return [field, pull[field as keyof Pull]];
        }),
      ),
    ),
  );
}

function create(args: readonly string[], state: State, oid: (branch: string) => string | undefined): string {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { head: string, base: string, title: string, 'body-file': string, draft: { type: 'boolean' } },
  });
  const headRefName = text(values.head, '--head');
  const headRefOid = oid(headRefName);
  const baseRefName = text(values.base, '--base');
  if (headRefOid === undefined || oid(baseRefName) === undefined) throw new Error('Head or base: no such branch');
  if (state.pulls.some((pull) => pull.state === 'OPEN' && !pull.isCrossRepository && pull.headRefName === headRefName))
    throw new Error(`a pull request for branch "${headRefName}" already exists`);
  const number = state.pulls.length + 1;
  const body = checked(readFileSync(text(values['body-file'], '--body-file'), 'utf8'));
  const fresh = { number, headRefName, headRefOid, baseRefName, title: text(values.title, '--title'), body };
  state.pulls.push({ ...fresh, isCrossRepository: false, state: 'OPEN', isDraft: values.draft === true, comments: [] });
  return `https://github.example/pull/${number}\n`;
}

/** Only: the body of a pull request from a file. */
function api(args: readonly string[], state: State): string {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { silent: { type: 'boolean' }, method: { type: 'string' }, field: { type: 'string' } },
    allowPositionals: true,
  });
  const number = /^repos\/\{owner\}\/\{repo\}\/pulls\/(\d+)$/.exec(positionals.join(' '))?.[1] ?? '';
  const file = /^body=@(.+)$/.exec(text(values.field, '--field'))?.[1];
  if (values.method !== 'PATCH' || file === undefined) throw new Error('unknown request');
  const pull = byNumber(number, state);
  pull.body = checked(readFileSync(file, 'utf8'));
  return values.silent === true ? '' : JSON.stringify(pull);
}

function one(args: readonly string[], state: State, options: Options) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  return { pull: byNumber(positionals.join(' '), state), values };
}

function byNumber(number: string, state: State): Pull {
  const pull = state.pulls.find((each) => String(each.number) === number);
  if (pull === undefined) throw new Error(`no pull request ${number}`);
  return pull;
}

function checked(body: string): string {
  if (body.length > LONGEST) throw new Error(`Body is too long (maximum is ${LONGEST} characters)`);
  return body;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is missing`);
  return value;
}

if (import.meta.main) {
  const { GH_STATE = '', GH_ORIGIN = '', GH_TOKEN } = process.env;
  const args = process.argv.slice(2);
  try {
    if (!GH_TOKEN)
      throw new Error('gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.');
    if (args.join(' ') === 'auth git-credential get') {
      process.stdout.write(`username=x-access-token\npassword=${GH_TOKEN}\n`);
    } else if (args[0] !== 'auth') {
      const state = JSON.parse(readFileSync(GH_STATE, 'utf8')) as State;
      state.calls.push(args);
      process.stdout.write(gh(args, state, (branch) => tipOf(GH_ORIGIN, branch)));
      writeFileSync(GH_STATE, JSON.stringify(state));
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function tipOf(origin: string, branch: string): string | undefined {
  try {
    const args = ['-C', origin, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`];
    return execFileSync('git', args, { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
