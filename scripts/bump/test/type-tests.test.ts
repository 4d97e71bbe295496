// Type tests, the last release's and the tree's, against the types that a bump would write.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeAll } from '../../contract/files.ts';
import { providers, root as realRoot } from '../../contract/providers.ts';
import { failedTypeTests, releasedFiles } from '../api/release.ts';
import { acme } from './support/provider.ts';
import { type Repository, repository } from './support/repository.ts';

const IS = `type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
`;
const program = `import type { Widget, WidgetPage, WidgetStatus } from '@org/acme-types';
${IS}declare const widget: Widget;
const { status } = widget;

is<typeof widget.weight, string | undefined>();
is<Exclude<typeof status, { readonly __unlisted: true }>, 'Draft' | 'Ready' | 'Sold'>();
is<WidgetPage['items'], Widget[]>();
`;
const noWeight = ['$.components.schemas.ApiWidget.properties.weight'] as const;
const newStatus = ['$.components.schemas.WidgetStatus.enum', 'Lost'] as const;

/** With manifests as packages have them, and one type test. */
async function withTypeTests(text = program): Promise<Repository> {
  const repo = await repository();
  const manifest = (name: string, exported: object): void => {
    mkdirSync(`${repo.root}packages/${name}`, { recursive: true });
    const json = { name: `@org/${name}`, version: '1.2.3', exports: exported };
    writeFileSync(`${repo.root}packages/${name}/package.json`, JSON.stringify(json));
  };
  manifest('acme-types', { '.': { types: './index.d.ts' } });
  manifest('acme-sdk', {});
  manifest('sdk-core', {});
  writeAll(new Map([[`${repo.root}packages/acme-sdk/test/types/widgets.program.ts`, text]]));
  repo.commit();
  return repo;
}

/** As at a release. */
const release = (repo: Repository): void => {
  writeAll(releasedFiles(repo.root, acme));
  repo.commit();
};

describe('type tests in a bump', () => {
  it('pass, and are told nothing of, where nothing touches them', async () => {
    const repo = await withTypeTests();
    const report = await repo.bump({
      from: repo.provider([['$.components.schemas.ApiFault.properties', { code: { type: 'string' } }]]),
    });
    expect(report.typeTests).toEqual([]);
  });

  it('that rest on an announced break are told to be fixed, and do not stop the bump', async () => {
    const repo = await withTypeTests();
    const { typeTests } = await repo.bump({ from: repo.provider([noWeight]) });
    expect(typeTests).toMatchObject([
      {
        file: 'packages/acme-sdk/test/types/widgets.program.ts',
        line: 7,
        detail: "Property 'weight' does not exist on type 'Widget'.",
      },
    ]);
  });

  it('that rest on an addition are told to be fixed as well: a value that is new is one more', async () => {
    const repo = await withTypeTests();
    const { typeTests } = await repo.bump({ from: repo.provider([newStatus]) });
    expect(typeTests).toMatchObject([{ line: 8 }]);
  });

  it('of the last release are the compiler’s judgement, whatever the contract says', async () => {
    const repo = await withTypeTests();
    release(repo);
    // What the release promised, and the types of today do not keep, for a reason that is not the contract's.
    const kept = 'packages/acme-sdk/api/type-tests/widgets.program.ts';
    const promise =
      "declare const fault: import('@org/acme-types').Fault;\nexport const code: number = fault.message;\n";
    writeFileSync(repo.root + kept, `${repo.read(kept)}${promise}`);
    repo.commit();
    const size = ['$.components.schemas.ApiWidget.properties', { size: { type: 'integer' } }] as const;
    const report = await repo.bump({ from: repo.provider([size]) });
    expect(report).toMatchObject({
      bump: 'major',
      judgement: {
        contract: 'minor',
        compiler: 'major',
        breaks: [{ name: `${kept}:11`, what: 'type test fails', detail: expect.stringContaining("'string'") }],
      },
      typeTests: [],
    });
    const [changeset = ''] = report.files;
    expect(repo.read(changeset)).toContain('"@org/acme-sdk": major');
  });

  it('that two types are equal are for us to fix, and no break: no user has such a program', async () => {
    const repo = await withTypeTests();
    release(repo);
    const report = await repo.bump({ from: repo.provider([newStatus]) });
    expect(report).toMatchObject({ bump: 'minor', judgement: { contract: 'minor', compiler: 'none', breaks: [] } });
    expect(report.typeTests).toMatchObject([{ line: 8 }]);
  });

  it('are judged against the last release, through all bumps since', async () => {
    const repo = await withTypeTests();
    release(repo);
    const first = await repo.bump({ from: repo.provider([noWeight]) });
    expect(first.judgement).toMatchObject({ contract: 'major', compiler: 'major' });
    repo.commit();
    const code = ['$.components.schemas.ApiFault.properties', { code: { type: 'string' } }] as const;
    const next = await repo.bump({ from: repo.provider([noWeight, code], 'next.yaml') });
    expect(next).toMatchObject({ bump: 'major', judgement: { contract: 'minor', compiler: 'major' } });
    // What changes no type asks nothing of the compiler.
    repo.commit();
    const same = await repo.bump({ from: repo.provider([noWeight, code, ['$.info.version', '9']], 'third.yaml') });
    expect(same).toMatchObject({ bump: 'patch', judgement: { compiler: 'none' } });
  });

  it('and the compiler are not asked in a dry run', async () => {
    const repo = await withTypeTests();
    const report = await repo.bump({ from: repo.provider([noWeight]), dryRun: true });
    expect(report).toMatchObject({ judgement: { contract: 'major', compiler: 'none' }, typeTests: [] });
  });

  it('stand in the report, for people and for a pull request', async () => {
    const { markdown } = await import('../report/forms.ts');
    const { terminal } = await import('../report/forms.ts');
    const repo = await withTypeTests();
    const report = await repo.bump({ from: repo.provider([noWeight]) });
    expect(terminal(report)).toContain(
      "TYPE TESTS (1)\nType tests of ours that rest on what breaks. Fix them before the merge.\n- packages/acme-sdk/test/types/widgets.program.ts:7: Property 'weight' does not exist on type 'Widget'.",
    );
    expect(markdown(report)).toContain(
      "## Type tests (1)\n\nType tests of ours that rest on what breaks. Fix them before the merge.\n\n- `packages/acme-sdk/test/types/widgets.program.ts:7`: `Property 'weight' does not exist on type 'Widget'.`",
    );
  });

  it.each(providers)('of $name compile from the sources as they do from the built package', ({ name }) => {
    expect(failedTypeTests(realRoot, name, new Map())).toEqual([]);
  });

  it.each([
    ['iron', /email: string/g, 'email: number'],
    ['paxos', /created_at\?: string/g, 'created_at?: number'],
  ])('of %s fail where its types break', (name, from, to) => {
    const file = `${realRoot}packages/${name}-types/schemas.d.ts`;
    const failed = failedTypeTests(realRoot, name, new Map([[file, readFileSync(file, 'utf8').replace(from, to)]]));
    expect(failed.length).toBeGreaterThan(0);
  });
});
