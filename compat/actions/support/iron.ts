// This repository on GitHub's main, Iron as the provider, and the bump workflow for it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { everyFile, GitHub, repository } from './github.ts';
import { Provider, sha256 } from './provider.ts';
import { type JobResult, runWorkflow } from './runner.ts';

/** What Iron publishes, as the repository has it. */
export const spec: string = readFileSync(`${repository}specs/iron/spec.yaml`, 'utf8');

/** All jobs of a run. */
export interface BumpRun extends Pick<JobResult, 'succeeded' | 'folder' | 'summary' | 'annotations' | 'log'> {
  readonly jobs: readonly string[];
  /** By job and step. */
  readonly environments: readonly (readonly [string, Record<string, string>])[];
}

export class Iron {
  readonly provider: Provider;
  readonly github: GitHub;

  private constructor(provider: Provider) {
    this.provider = provider;
    const source = JSON.parse(readFileSync(`${repository}specs/iron/source.json`, 'utf8')) as object;
    const known = { ...source, address: provider.address, sha256: sha256(spec) };
    this.github = new GitHub({ ...everyFile(), 'specs/iron/source.json': `${JSON.stringify(known, null, 2)}\n` });
  }

  static async start(): Promise<Iron> {
    return new Iron(await Provider.start(spec));
  }

  /** Runs the workflow for Iron. */
  async bump(inputs: Record<string, string> = {}): Promise<BumpRun> {
    const { origin, folder, env } = this.github;
    const secrets = { GITHUB_TOKEN: 'the-tokens-own', BUMP_TOKEN: 'a-token-of-ours' };
    const workflow = '.github/workflows/bump.yml';
    const jobs = await runWorkflow({ origin, folder, workflow, env, secrets, inputs, only: { provider: 'iron' } });
    const [providers, bump, ...rest] = jobs;
    assert.ok(providers && bump);
    return {
      jobs: jobs.map(({ name }) => name),
      succeeded: rest.length === 1 && jobs.every((job) => job.succeeded),
      folder: bump.folder,
      summary: bump.summary,
      annotations: [bump, ...rest].flatMap((job) => job.annotations),
      log: jobs.map((job) => job.log).join(''),
      environments: jobs.flatMap(({ name, environments }) =>
        Object.entries(environments).map(([step, env]) => [`${name}: ${step}`, env] as const),
      ),
    };
  }

  close(): void {
    this.provider.close();
    this.github.close();
  }
}
