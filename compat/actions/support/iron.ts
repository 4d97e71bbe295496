// This repository on GitHub's main, Iron as the provider, and the bump workflow for it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { everyFile, GitHub, repository } from './github.ts';
import { Provider, sha256 } from './provider.ts';
import { type JobResult, runWorkflow } from './runner.ts';

/** What Iron publishes, as the repository has it. */
export const spec: string = readFileSync(`${repository}specs/iron/spec.yaml`, 'utf8');

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

  /** Runs the workflow; gives the job that bumps. */
  async bump(inputs: Record<string, string> = {}): Promise<JobResult> {
    const { origin, folder, env } = this.github;
    const secrets = { GITHUB_TOKEN: 'the-tokens-own', BUMP_TOKEN: 'a-token-of-ours' };
    const workflow = '.github/workflows/bump.yml';
    const jobs = await runWorkflow({ origin, folder, workflow, env, secrets, inputs, only: { provider: 'iron' } });
    assert.deepEqual(
      jobs.map(({ name }) => name),
      ['providers', 'bump-iron'],
    );
    const job = jobs[1];
    assert.ok(job);
    return job;
  }

  close(): void {
    this.provider.close();
    this.github.close();
  }
}
