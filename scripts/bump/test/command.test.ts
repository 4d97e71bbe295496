// The command as people and machines call it.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Repository, repository } from './support/repository.ts';

const cli = new URL('./support/cli.ts', import.meta.url).pathname;
const run = (repo: Repository, ...args: string[]) =>
  spawnSync(process.execPath, [cli, repo.root, 'ok', ...args], { encoding: 'utf8' });
const newField = ['$.components.schemas.CreateWidgetRequest.properties', { colour: { type: 'string' } }] as const;

describe('pnpm bump', () => {
  it('explains itself', async () => {
    const { stdout, status } = run(await repository(), '--help');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    for (const word of ['--from', '--dry-run', '--keep', '--json', '--out', 'Exit status'])
      expect(stdout).toContain(word);
  });

  it.each([
    [[], 'name one provider: acme. See `pnpm bump --help`.'],
    [['acme', 'other'], 'name one provider: acme. See `pnpm bump --help`.'],
    [['other'], 'no provider other; there are acme. `pnpm new-provider` makes another.'],
    [['acme', '--form', 'x'], "Unknown option '--form'"],
  ])('refuses %j with what to do', async (args, message) => {
    const { stderr, status } = run(await repository(), ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`bump: ${message}`);
  });

  it('prints for machines what was promised', async () => {
    const repo = await repository();
    const { stdout, status } = run(repo, 'acme', '--json', '--dry-run', '--from', repo.provider([newField]));
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report).slice(0, 4)).toEqual(['findings', 'bump', 'texts', 'overlays']);
    expect(Object.keys(report.findings[0]).slice(0, 9)).toEqual([
      'id',
      'severity',
      'kind',
      'operation',
      'call',
      'where',
      'before',
      'after',
      'action',
    ]);
    expect(report).toMatchObject({
      bump: 'minor',
      judgement: { contract: 'minor', compiler: 'none', breaks: [] },
      accepted: [],
      overlays: [],
      texts: [{ where: '#/components/schemas/CreateWidgetRequest/properties/colour' }],
    });
  });

  it('prints a failure for machines too', async () => {
    const repo = await repository();
    const { stdout, status } = run(repo, 'acme', '--json', '--from', '/no/such/file');
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'file', status: 4 }, findings: [], bump: 'none' });
  });

  it.each([
    [[], /^acme: version 1\.0\.0\n/],
    [['--json'], /^\{\n {2}"error": \{\n {4}"kind": "contract"/],
  ] as const)('reports what changed where the new contract is unsound, as %j', async (args, begins) => {
    const repo = await repository();
    const out = `${repo.root}report.md`;
    const from = repo.provider([["$.paths['/widgets/{id}'].delete.responses['204']"], newField]);
    const { stdout, stderr, status } = run(repo, 'acme', ...args, '--out', out, '--from', from);
    expect([status, stderr]).toEqual([9, expect.stringContaining('declares no success')]);
    expect(stdout).toMatch(begins);
    for (const text of [stdout, readFileSync(out, 'utf8')]) expect(text).toContain('colour');
  });

  it('reads well in a terminal: the facts first, then each change once with the methods that it reaches', async () => {
    const repo = await repository();
    const from = repo.provider([
      ['$.components.schemas.ApiWidget.properties.weight'],
      [
        "$.paths['/widgets/{id}'].delete.responses",
        {
          '409': {
            description: 'x',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ApiFault' } } },
          },
        },
      ],
      ['$.info.version', '2.0.0'],
    ]);
    const { stdout, stderr } = run(repo, 'acme', '--from', from);
    expect(stderr).toBe('');
    expect(stdout.slice(0, stdout.indexOf('FILES'))).toBe(
      `acme: version 1.0.0 → 2.0.0

- Release: major, 1.2.3 → 2.0.0, by the contract and by the compiler.
- Operations: 5 → 5; 0 removed, 0 new.
- Must now be sent: 0 changes, 0 newly required, 0 renamed; 0 limits tightened.
- Must now be handled: 1 change of responses; 0 calls with another behaviour.
- Before merging: Texts (2).

Read from ${from}.

WHAT MUST NOW BE HANDLED (1)
- Widget.weight: response field removed (was string (decimal)). Stop reading it. In acme.widgets.listWidgets, acme.widgets.createWidget, acme.widgets.getWidget.

WHAT NO LONGER COMPILES (3)
Programs written against the last release, judged by the compiler.
- listWidgets: field gone. items[].weight
- createWidget: field gone. weight
- getWidget: field gone. weight

TEXTS (2)
What \`pnpm lint:specs\` asks for before the merge: write or move it in texts.yaml.
- #/components/schemas/Widget/properties/weight: the place of this text is gone. Move it in texts.yaml, or delete it.
- DELETE /widgets/{id} 409: response has no description: describe what it is for.

NEW (1)
- 409: error status added. Handle it where you narrow errors by status. In acme.widgets.deleteWidget.

NOTES (1)
- info.version: version of the contract (1.0.0 → 2.0.0). Nothing to do.

`,
    );
  });

  it('writes the report as Markdown for a pull request', async () => {
    const repo = await repository();
    const out = `${repo.root}report.md`;
    run(
      repo,
      'acme',
      '--from',
      repo.provider([newField, ['$.components.schemas.CreateWidgetRequest.required', 'colour']]),
      '--dry-run',
      '--out',
      out,
    );
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('- Release: major, 1.2.3 → 2.0.0, by the contract');
    expect(text).toContain(
      '## What must now be sent (1)\n\n- `CreateWidgetRequest.colour`: required request field added (`string`). Send it in every call. In `acme.widgets.createWidget`, `acme.widgets.updateWidget`.\n\n  ```diff\n  - await acme.widgets.createWidget({ body: { … } }); // CreateWidgetRequest is { … }\n  + await acme.widgets.createWidget({ body: { … } }); // CreateWidgetRequest is { …, colour }\n  ```',
    );
    expect(readFileSync(`${repo.root}report.short.md`, 'utf8')).toBe(text);
    expect(text).toContain('## Texts (2)');
  });

  it('says before it begins that the report cannot be written', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const { stderr, status } = run(repo, 'acme', '--from', repo.provider([newField]), '--out', '/no/such/folder/r.md');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^bump: cannot write the report to \/no\/such\/folder\/r\.md: ENOENT.*Give --out a file/);
    expect(repo.snapshot()).toEqual(before);
  });

  it('writes a changeset with code before and after what breaks', async () => {
    const repo = await repository('0.4.0');
    run(
      repo,
      'acme',
      '--from',
      repo.provider([
        newField,
        ['$.components.schemas.CreateWidgetRequest.required', 'colour'],
        ["$.paths['/widgets/{id}'].delete"],
      ]),
    );
    const [file] = [...repo.snapshot().keys()].filter((name) => name.startsWith('.changeset/'));
    const text = repo.read(file ?? '');
    expect(text).toMatch(
      /^---\n"@org\/acme-types": minor\n"@org\/acme-sdk": minor\n---\n\nThe contract of Acme's API changed\./,
    );
    expect(text).toContain(
      '- `acme.widgets.deleteWidget` (`DELETE /widgets/{id}`): operation removed. Stop calling it; the provider no longer documents it.\n\n  ```diff\n  - await acme.widgets.deleteWidget({ path: { id } });\n  ```',
    );
    expect(text).toContain(
      '  + await acme.widgets.createWidget({ body: { … } }); // CreateWidgetRequest is { …, colour }\n',
    );
  });

  it('writes changesets that changesets itself reads', async () => {
    const repo = await repository();
    run(repo, 'acme', '--from', repo.provider([newField]));
    const [file] = [...repo.snapshot().keys()].filter((name) => name.startsWith('.changeset/'));
    const manifest = new URL('../../../node_modules/@changesets/cli/package.json', import.meta.url);
    const script = `import { createRequire } from 'node:module'; import { readFileSync } from 'node:fs';
const parse = await import(createRequire(createRequire(${JSON.stringify(manifest.href)}).resolve('@changesets/read')).resolve('@changesets/parse'));
const read = typeof parse.default === 'function' ? parse.default : (parse.parseChangesetFile ?? parse.default.default);
console.log(JSON.stringify(read(readFileSync(${JSON.stringify(repo.root + file)}, 'utf8')).releases));`;
    const releases = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    );
    expect(releases).toEqual([
      { name: '@org/acme-types', type: 'minor' },
      { name: '@org/acme-sdk', type: 'minor' },
    ]);
  });
});
