// The judge of what is made of untrusted specifications sees what acts, and only that.
import { beforeAll, describe, expect, it } from 'vitest';
import { codeActs, markdownActs } from './acts.ts';
import { allAttacks } from './bed.ts';
import { type Baseline, baselineOf, faultsOf } from './judge.ts';

it('has more than 20,000 attacks to judge', () => {
  expect(allAttacks.length).toBeGreaterThan(20_000);
});

describe('the judge', () => {
  let baseline: Baseline;
  const made = { files: new Map([['packages/depot-sdk/src/a.ts', "import 'a';\nf('b');\n"]]), shown: '' };
  beforeAll(() => {
    baseline = baselineOf(made, {});
  });

  it.each<[string, Record<string, string>, string]>([
    ['a call', { 'packages/depot-sdk/src/a.ts': "import 'a';\nf('' + pwned() + '');\n" }, 'calls pwned'],
    ['an import', { 'packages/depot-sdk/src/a.ts': "import 'pwned';\n" }, "imports 'pwned'"],
    ['a value', { 'packages/depot-sdk/src/a.ts': 'f(pwned);\n' }, 'uses pwned'],
    ['a name of other words', { 'packages/depot-sdk/src/a.ts': 'type Other = 1;\n' }, 'name Other'],
    ['broken code', { 'packages/depot-sdk/src/a.ts': "f('\n');\n" }, 'does not parse'],
    ['a file', { 'pwned.ts': '' }, 'should not be there'],
    [
      'an image',
      {
        '.changeset/bump-depot-00000000.md':
          '---\n"@org/depot-types": major\n"@org/depot-sdk": major\n---\n![x](https://pwned.example)',
      },
      'link ![x]',
    ],
    [
      'another release',
      { '.changeset/bump-depot-00000000.md': '---\n"@org/iron-sdk": major\n---\n' },
      'releases "@org/iron-sdk"',
    ],
  ])('sees %s that was not there', (_, files, fault) => {
    const faults = faultsOf({ files: new Map(Object.entries(files)), shown: '' }, baseline, "'pwned'");
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });

  it('sees a terminal command', () => {
    expect(faultsOf({ files: new Map(), shown: '\u001b[2J' }, baseline, '')).toHaveLength(1);
  });

  it('finds nothing in what is the same', () => {
    expect(faultsOf(made, baseline, 'x')).toEqual([]);
  });

  it('lets a payload be a name, and no more', () => {
    const file = 'packages/depot-sdk/src/a.ts';
    const faults = (code: string): string[] =>
      faultsOf({ files: new Map([[file, code]]), shown: '' }, baseline, "'; pwned(); '");
    expect(faults("import 'a';\ninterface PwnedOperations { pwned: 1 }\n")).toEqual([
      `${file}: statement InterfaceDeclaration`,
      `${file}: name PwnedOperations`,
    ]);
    expect(faults('interface Pwned extends Pwned { pwned: Pwned; pwned(): 1 }\n')).toEqual([
      `${file}: statement InterfaceDeclaration`,
    ]);
    expect(
      faults("import type { Pwned } from './a.ts';\ndeclare namespace A { export { Pwned } }\n").filter((fault) =>
        fault.includes('Pwned'),
      ),
    ).toEqual([]);
    expect(faults("import { pwned } from 'a';\n")).toContain(`${file}: uses pwned`);
    expect(faults('export { pwned };\n')).toContain(`${file}: uses pwned`);
    expect(faults('pwned;\n')).toEqual([`${file}: uses pwned`]);
  });

  it('sees what Markdown does outside of code only', () => {
    expect([...markdownActs('`<b>` ``[x](y) ` z`` <i>')]).toEqual(['HTML <i>']);
    expect([...markdownActs('```\n<b>\n```\n\nwww.x.example')]).toEqual(['link www.x.example']);
    expect([...markdownActs('`a <b>')]).toEqual(['HTML <b>']);
  });

  it('sees a prototype that code sets', () => {
    expect(codeActs('a.ts', 'export const a = { "__proto__": 1 };')).toContain('sets a prototype');
  });
});
