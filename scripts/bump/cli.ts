// The command line of a bump: arguments in, report and exit status out.
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable, printableJson } from '../contract/diagnostic.ts';
import type { Provider } from '../contract/providers.ts';
import { Deadline } from '../contract/thread.ts';
import { BumpError, EXIT, textOf } from './fail.ts';
import { asJson, type Report } from './judge.ts';
import { markdown, pullRequest, terminal } from './report/forms.ts';
import { type RunOptions, runBump } from './run.ts';

export const HELP = `pnpm bump <provider> [--from <file|url>] [--dry-run] [--keep] [--json] [--out <file>]

Takes the provider's new OpenAPI file into specs/<provider>, generates types and tables, type-checks everything, writes
the changeset, and reports what changed, for which calls, and what a person has to do. Facts only: none of the
provider's texts reach the tree. All or nothing: whatever fails, the tree is as it was, and git undoes what is cut off.

  --from <file|url>  the new file: JSON or YAML, OpenAPI 3.0 or 3.1; without it, the address in source.json
  --dry-run          only report, and write nothing; the release type is the contract's alone, without the compiler's
  --keep             write what does not type-check, too, so that hand-written code can be fixed; exit status 10
  --deadline <s>     seconds for reading and checking the file; 20 without it
  --json             the report for machines, on standard output
  --out <file>       the report as Markdown; and beside it, as <file>.short.md, for the body of a pull request
  --help             this text

A finding that a person judges otherwise: specs/<provider>/accepted.yaml, '<finding id>: { severity, reason }'.

Exit status: 0 done, 2 usage, 3 network, 4 file, 5 not an OpenAPI document, 6 refused as unsafe, 7 names clash,
8 overlays or verdicts to decide on, 9 the new contract is unsound, 10 type-check, 11 the tree is not clean or has no
git, 12 writing, 13 another bump is at work, 130 and 143 interrupted. With 8 and 9 there is a report of what changed.`;

export interface CliOptions {
  readonly root: string;
  readonly providers: readonly Provider[];
  readonly typecheck: RunOptions['typecheck'];
  readonly today?: Date;
}

/** Gives the exit status; prints the report on standard output and everything else on standard error. */
export async function main(args: readonly string[], options: CliOptions): Promise<number> {
  const interrupt = new AbortController();
  let status: number = EXIT.ok;
  const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
    status = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    interrupt.abort(
      new BumpError(signal === 'SIGINT' ? 'interrupted' : 'terminated', 'stopped; the tree is as it was.'),
    );
  };
  let [json, out]: [boolean, string | undefined] = [false, undefined];
  try {
    const { values, positionals } = parse(args);
    json = values.json === true;
    if (values.help) {
      console.log(HELP);
      return EXIT.ok;
    }
    const provider = chosen(positionals, options.providers);
    out = values.out;
    if (out !== undefined) refuseUnwritable(out);
    const report = await runBump({
      root: options.root,
      provider,
      from: values.from,
      dryRun: values['dry-run'] === true,
      keep: values.keep === true,
      typecheck: options.typecheck,
      today: options.today ?? new Date(),
      signal: interrupt.signal,
      deadline: deadlineOf(values.deadline),
      // Before that there is nothing to take back, and a signal without a listener ends the process wherever it is.
      onWriting: () => process.on('SIGINT', stop).on('SIGTERM', stop),
      onCutOff: (left) => console.error(printable(`bump: ${left}`)),
    });
    print(report, json, out);
    if (report.typeErrors === '') return EXIT.ok;
    const what = 'hand-written code does not type-check with the new types; --keep wrote them all the same.';
    console.error(printable(`bump: ${what}\n${report.typeErrors}`));
    return EXIT.types;
  } catch (error) {
    return fail(error, status, json, out);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        'dry-run': { type: 'boolean' },
        keep: { type: 'boolean' },
        deadline: { type: 'string' },
        json: { type: 'boolean' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new BumpError('usage', `${textOf(error)}. See \`pnpm bump --help\`.`);
  }
}

/** Seconds, as an option gives them. */
export function deadlineOf(seconds: string | undefined): Deadline {
  if (seconds === undefined) return new Deadline();
  if (!/^\d+$/.test(seconds) || Number(seconds) === 0)
    throw new BumpError('usage', `--deadline must be a positive integer, in seconds (got ${seconds}).`);
  return new Deadline(Number(seconds) * 1000);
}

function chosen(positionals: readonly string[], providers: readonly Provider[]): Provider {
  const [name, ...others] = positionals;
  const names = providers.map((provider) => provider.name).join(', ');
  const provider = providers.find((one) => one.name === name);
  if (others.length > 0 || name === undefined)
    throw new BumpError('usage', `name one provider: ${names}. See \`pnpm bump --help\`.`);
  if (!provider)
    throw new BumpError('usage', `no provider ${name}; there are ${names}. \`pnpm new-provider\` makes another.`);
  return provider;
}

/** Before anything is done: a report that cannot be written must not be noticed after the bump. */
function refuseUnwritable(out: string): void {
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
    if (existsSync(out)) accessSync(out, constants.W_OK);
  } catch (error) {
    throw new BumpError(
      'usage',
      `cannot write the report to ${out}: ${textOf(error)}. Give --out a file in a folder that is there.`,
    );
  }
}

function print(report: Report, json: boolean, out: string | undefined): void {
  if (out !== undefined) {
    writeFileSync(out, markdown(report));
    writeFileSync(`${out.replace(/\.md$/, '')}.short.md`, pullRequest(report));
  }
  process.stdout.write(json ? asJson(report) : terminal(report));
}

function fail(error: unknown, signalled: number, json: boolean, out: string | undefined): number {
  const known = error instanceof BumpError ? error : new BumpError('contract', textOf(error), { cause: error });
  const status = signalled || known.status;
  const { kind, message, report } = known;
  if (report && !json) print(report, json, out);
  if (json) {
    if (report && out !== undefined) writeFileSync(out, markdown(report));
    const nothing = { findings: [], bump: 'none', texts: [], overlays: [] };
    process.stdout.write(printableJson({ error: { kind, message, status }, ...(report ?? nothing) }));
  }
  console.error(printable(`bump: ${message}`));
  return status;
}
