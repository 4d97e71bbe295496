// The three ways from a specification to files, each by its public function.
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from 'yaml';
import { contractFrom } from '../../../contract/contract.ts';
import { diagnosticText, printable } from '../../../contract/diagnostic.ts';
import { outputsOf } from '../../../contract/emit/outputs.ts';
import { writeAll } from '../../../contract/files.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Provider } from '../../../contract/providers.ts';
import { root as realRoot } from '../../../contract/providers.ts';
import { validateUntrusted } from '../../../contract/thread.ts';
import { asJson } from '../../judge.ts';
import { openScreen, summary } from '../../new-provider/report.ts';
import { scaffold } from '../../new-provider/scaffold.ts';
import { planBump } from '../../plan.ts';
import { markdown, pullRequest, terminal } from '../../report/forms.ts';

export interface Made {
  /** By path from the root of the repository. */
  readonly files: ReadonlyMap<string, string>;
  /** What a terminal shows. */
  readonly shown: string;
}

/** Throws where the specification is refused. */
export type Surface = (document: JsonObject) => Promise<Made>;

export const richSpec = (): JsonObject =>
  parse(readFileSync(new URL('rich.yaml', import.meta.url), 'utf8')) as JsonObject;

const provider: Provider = {
  name: 'depot',
  pascal: 'Depot',
  docs: 'https://depot.example/docs',
  nullableWhenRead: false,
};
const today = new Date('2026-05-05');

/** Our own specification with all its texts becomes types and tables. Messages are as the command prints them. */
export const generates: Surface = async (document) => {
  try {
    const contract = contractFrom(provider, { facts: document, texts: {}, overlays: [] });
    const { problems } = await validateUntrusted(contract.document);
    if (problems.length > 0) throw new Error(problems.map(diagnosticText).join('\n'));
    return { files: fromRoot(await outputsOf(contract), realRoot), shown: '' };
  } catch (error) {
    throw new Error(printable((error as Error).message), { cause: error });
  }
};

/** @param root a workspace that has no such provider yet */
export const scaffolds =
  (root: string): Surface =>
  async (document) => {
    const made = await scaffold({
      root,
      name: provider.name,
      from: written(root, document),
      production: 'https://api.depot.example/v1',
      today,
    });
    const shown = made.problems.length > 0 ? openScreen(made, true) : summary(made);
    return { files: fromRoot(made.files, root), shown: printable(shown) };
  };

/** @param root a workspace in which the provider is made of the same specification, and then attacked by the next version */
export async function bumps(root: string): Promise<Surface> {
  const made = await scaffold({ root, name: provider.name, from: written(root, richSpec()), today });
  writeAll(made.files);
  return async (document) => {
    const from = written(root, document);
    const { targets, report, stop } = await planBump({ root, provider: made.provider, from, today });
    if (stop) throw stop;
    const files = new Map(targets.map(({ file, text }) => [file, text]));
    const shown = `${terminal(report)}${asJson(report)}`;
    return {
      files: new Map([
        ...fromRoot(files, root),
        ['report.md', markdown(report)],
        ['report.short.md', pullRequest(report)],
      ]),
      shown,
    };
  };
}

function written(root: string, document: JsonObject): string {
  const file = `${root}published.json`;
  writeFileSync(file, JSON.stringify(document));
  return file;
}

const fromRoot = (files: ReadonlyMap<string, string>, root: string): Map<string, string> =>
  new Map([...files].map(([file, text]) => [relative(root, file), text]));
