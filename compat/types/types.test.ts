// The types of the packed packages, in a project of a user's, under every supported TypeScript.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writePrograms } from './support/programs.ts';
import { installProject, type Project } from './support/project.ts';
import { type Configuration, compile, versionOf } from './support/tsc.ts';

/** Versions of `@types/node`. */
const OLDEST = '20.19.43';
const NEWEST = '24.19.2';
const compilers = [
  { compiler: 'typescript54', version: '5.4', nodeTypes: OLDEST },
  { compiler: 'typescript59', version: '5.9', nodeTypes: NEWEST },
  { compiler: 'typescript6', version: '6.0', nodeTypes: NEWEST },
  { compiler: 'typescript7', version: '7.0', nodeTypes: NEWEST },
];
const configurations: Configuration[] = (['node16', 'nodenext', 'bundler'] as const).flatMap((resolution) =>
  [true, false].map((dom) => ({ resolution, dom })),
);
const projects: Record<string, Project> = {};
let programs: string[] = [];

before(async () => {
  await Promise.all(
    [OLDEST, NEWEST].map(async (nodeTypes) => {
      projects[nodeTypes] = await installProject(nodeTypes);
      programs = writePrograms(projects[nodeTypes]);
    }),
  );
});
after(() => {
  for (const project of Object.values(projects)) project[Symbol.dispose]();
});

const projectWith = (nodeTypes: string): Project => {
  const project = projects[nodeTypes];
  assert.ok(project);
  return project;
};

describe('every entry, every flow and every declaration compile with skipLibCheck: false', { concurrency: 2 }, () => {
  for (const { compiler, version, nodeTypes } of compilers)
    for (const configuration of configurations) {
      const { resolution, dom } = configuration;
      const types = dom ? 'with DOM types' : "with Node's types alone";
      test(`under TypeScript ${version}, ${resolution}, ${types}`, { timeout: 120_000 }, async () => {
        assert.equal(await compile(projectWith(nodeTypes).path, compiler, configuration, programs), '');
      });
    }
});

test('the compilers are those that the names say', async () => {
  for (const { compiler, version } of compilers) assert.ok((await versionOf(compiler)).startsWith(`${version}.`));
});

test('a misspelt value, a type under a name that is not exported, and a package of the SDK are errors', async () => {
  const lines = [
    "import { type Iron, unlisted } from '@org/iron-sdk';",
    "export const chains: Iron.Blockchain[] = ['Base', unlisted('Monad'), 'Bsae'];",
    'export type Typo = Iron.Custmer;',
    "export type { Customer } from '@org/iron-types';",
  ];
  const { path } = projectWith(NEWEST);
  writeFileSync(join(path, 'wrong.mts'), lines.join('\n'));
  for (const compiler of ['typescript59', 'typescript6', 'typescript7']) {
    const output = await compile(path, compiler, { resolution: 'nodenext', dom: false }, ['wrong.mts']);
    assert.deepEqual(output.match(/wrong\.mts\(\d+|error .*/g), [
      'wrong.mts(2',
      `error TS2322: Type '"Bsae"' is not assignable to type 'Blockchain'.`,
      'wrong.mts(3',
      "error TS2724: 'Iron' has no exported member named 'Custmer'. Did you mean 'Customer'?",
      'wrong.mts(4',
      "error TS2307: Cannot find module '@org/iron-types' or its corresponding type declarations.",
    ]);
  }
});
