// Type tests, the last release's and the tree's, against the types that a bump would write.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { writeAll } from '../../contract/files.ts';
import { providers, root as realRoot } from '../../contract/providers.ts';
import { namesBehind } from '../api/names-behind.ts';
import { releasedFiles } from '../api/released.ts';
import { failedTypeTests } from '../api/type-tests.ts';
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
  return repo;
}

/** As at a release. */
const release = (repo: Repository): void => void writeAll(releasedFiles(repo.root, acme));

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

  it('of the last release stop the bump where nothing announces the break', async () => {
    const repo = await withTypeTests();
    release(repo);
    // What the release promised, and the types of today do not keep, for a reason that is not the contract's.
    const kept = `${repo.root}packages/acme-sdk/api/type-tests/widgets.program.ts`;
    writeFileSync(kept, `${readFileSync(kept, 'utf8')}is<import('@org/acme-types').Fault['message'], number>();\n`);
    const before = repo.snapshot();
    await expect(repo.bump({ from: repo.provider([newStatus]) })).rejects.toMatchObject({
      kind: 'unannounced',
      message: expect.stringContaining(
        '  packages/acme-sdk/api/type-tests/widgets.program.ts:10: type test fails. Expected 1 arguments, but got 0.',
      ),
    });
    expect(repo.snapshot()).toEqual(before);
  });

  it('of the last release are explained by all that changed since, not only by this bump', async () => {
    const repo = await withTypeTests();
    release(repo);
    await repo.bump({ from: repo.provider([noWeight]) });
    // The tree's own was fixed; the release's stays as it was, and its changeset was lost on the way.
    const tree = `${repo.root}packages/acme-sdk/test/types/widgets.program.ts`;
    writeFileSync(tree, program.replace(/^is<typeof widget.*\n/m, ''));
    for (const file of repo.snapshot().keys())
      if (file.startsWith('.changeset/')) writeFileSync(repo.root + file, '---\n---\n');
    // What comes now has nothing to do with widgets.
    const code = ['$.components.schemas.ApiFault.properties', { code: { type: 'string' } }] as const;
    const from = repo.provider([noWeight, code], 'next.yaml');
    expect((await repo.bump({ from })).typeTests).toEqual([]);
    // Without what the release kept of its contract, nothing would explain that its tests fail.
    rmSync(`${repo.root}packages/acme-types/api/contract.json`);
    const more = ['$.components.schemas.ApiFault.properties', { hint: { type: 'string' } }] as const;
    await expect(repo.bump({ from: repo.provider([noWeight, code, more], 'third.yaml') })).rejects.toMatchObject({
      kind: 'unannounced',
      message: expect.stringContaining("widgets.program.ts:7: type test fails. Property 'weight' does not exist"),
    });
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
    ['iron', /email: string/g, 'email: number', 'getCustomerById'],
    ['paxos', /created_at\?: string/g, 'created_at?: number', 'Identity'],
  ])('of %s fail where its types break, and name what they are about', (name, from, to, about) => {
    const file = `${realRoot}packages/${name}-types/schemas.d.ts`;
    const failed = failedTypeTests(realRoot, name, new Map([[file, readFileSync(file, 'utf8').replace(from, to)]]));
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.flatMap((test) => [...test.about])).toContain(about);
  });
});

describe('what a line is about', () => {
  const about = (text: string, at: string): string[] => {
    const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
    return [...namesBehind(source, text.indexOf(at))].sort();
  };

  it('is what its statement names, and what the declarations behind it name', () => {
    const text =
      "const a = api.orders.getOrder();\nconst b = a.total;\nconst c = api.orders.listOrders();\nis<typeof b, 'x'>(); // here";
    expect(about(text, 'is<')).toEqual(['a', 'api', 'b', 'getOrder', 'is', 'orders', 'total', 'x']);
  });

  it('is one name of an import, under both of its names', () => {
    const text = "import { type Customer as Schema, Other } from 'x';\nis<Schema>();";
    expect(about(text, 'Customer')).toEqual(['Customer', 'Schema']);
    expect(about(text, 'is<')).toEqual(['Customer', 'Schema', 'is']);
  });

  it('goes round in circles once', () => {
    expect(about('type A = B;\ntype B = A[];\nis<A>();', 'is<')).toEqual(['A', 'B', 'is']);
  });
});
