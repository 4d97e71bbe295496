// Our examples on a moved spec, and what a person is asked to write.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { markdown } from '../tell/markdown.ts';
import { asJson } from '../tell/report.ts';
import { terminal } from '../tell/terminal.ts';
import { repository } from './support/repository.ts';

const noWeight = ['$.components.schemas.ApiWidget.properties.weight'] as const;

describe('an example of ours', () => {
  it('loses a field that is no longer declared, where it stands', async () => {
    const repo = await repository();
    const report = await repo.bump({ from: repo.provider([noWeight]) });
    expect(report.examples).toEqual([
      { place: 'POST /widgets 201 application/json made', reason: 'weight: no longer declared', outcome: 'mended' },
    ]);
    const { Gear } = parse(repo.read('specs/acme/spec.yaml')).components.examples;
    expect(Gear).toEqual({
      summary: 'A gear',
      value: { id: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01', name: 'Gear', status: 'Draft' },
    });
  });

  it('loses it in lists, and keeps a field of that name elsewhere', async () => {
    const repo = await repository();
    const file = 'specs/acme/spec.yaml';
    const text = repo.read(file);
    writeFileSync(
      repo.root + file,
      text.replace('status: Ready\n', 'status: Ready\n                        weight: "1.0"\n'),
    );
    const fault = ['$.components.schemas.ApiFault.properties', { weight: { type: 'string' } }] as const;
    await repo.bump({ from: repo.provider([fault]) });
    writeFileSync(
      repo.root + file,
      repo.read(file).replace('{ message: no such state }', '{ message: no such state, weight: "3" }'),
    );
    const report = await repo.bump({ from: repo.provider([fault, noWeight], 'next.yaml') });
    expect(report.examples.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'GET /widgets 200 application/json one: items.0.weight: no longer declared',
      'POST /widgets 201 application/json made: weight: no longer declared',
    ]);
    expect(repo.read(file)).toContain('{ message: no such state, weight: "3" }');
  });

  it('loses what a variant took with it', async () => {
    const repo = await repository();
    const size = {
      oneOf: [
        { type: 'object', required: ['cm'], properties: { cm: { type: 'string' } } },
        { type: 'object', required: ['inch'], properties: { inch: { type: 'string' }, part: { type: 'string' } } },
      ],
    };
    const both = ['$.components.schemas.ApiWidget.properties', { size }] as const;
    await repo.bump({ from: repo.provider([both]) });
    const file = `${repo.root}specs/acme/spec.yaml`;
    writeFileSync(
      file,
      repo.read('specs/acme/spec.yaml').replace('weight: "2.5"', 'size: { cm: "3", inch: "1", part: "0.18" }'),
    );
    const report = await repo.bump({
      from: repo.provider([both, ['$.components.schemas.ApiWidget.properties.size.oneOf[1]']], 'next.yaml'),
    });
    expect(report.examples).toMatchObject([{ reason: 'size.inch, size.part: no longer declared', outcome: 'mended' }]);
  });

  it('keeps a field that was never declared, where any may stand', async () => {
    const repo = await repository();
    const free = ['$.components.schemas.ApiWidget.properties', { extra: { type: 'object' } }] as const;
    await repo.bump({ from: repo.provider([free]) });
    const file = `${repo.root}specs/acme/spec.yaml`;
    const text = repo.read('specs/acme/spec.yaml');
    writeFileSync(file, text.replace('weight: "2.5"', 'weight: "2.5"\n        extra: { weight: "9" }'));
    const report = await repo.bump({ from: repo.provider([free, noWeight], 'next.yaml') });
    expect(report.examples).toMatchObject([{ reason: 'weight: no longer declared' }]);
    expect(repo.read('specs/acme/spec.yaml')).toContain('extra: { weight: "9" }');
  });

  it('that stands in an overlay is told to be mended there', async () => {
    const repo = await repository();
    const mends = 'specs/acme/overlays/20-mends.yaml';
    const made = `  - target: $.paths['/widgets/{id}'].get.responses['200'].content['application/json; charset=utf-8']
    description: An example of one widget.
    update:
      examples:
        one: { value: { id: 0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01, name: Gear, status: Draft, weight: "1" } }
`;
    writeFileSync(repo.root + mends, repo.read(mends) + made);
    await repo.bump();
    const report = await repo.bump({ from: repo.provider([noWeight]) });
    expect(report.examples).toContainEqual({
      place: 'GET /widgets/{id} 200 application/json one',
      reason: 'weight: no longer declared',
      outcome: 'by hand',
    });
  });
});

describe('what a person is asked for', () => {
  const gadgets = {
    get: {
      tags: ['Widgets'],
      operationId: 'listGadgets',
      security: [{ Key: [] }],
      responses: {
        '200': {
          description: 'x',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/WidgetPage' } } },
        },
        '400': { description: 'x' },
      },
    },
  };

  it('is an example of what is new, and nothing that was asked before', async () => {
    const repo = await repository();
    const report = await repo.bump({
      from: repo.provider([
        ['$.paths', { '/gadgets': gadgets }],
        ['$.components.schemas.WidgetStatus.enum', 'Lost'],
      ]),
    });
    expect(report.lint.map(({ place, rule }) => `${rule}: ${place}`)).toEqual(['operation-example: GET /gadgets 200']);
    // The meaning of the new value has a plain line already.
    expect(report.needsProse.map(({ where }) => where)).toContain('WidgetStatus = Lost');
    const line = 'application/json has no example: add a named one that a user could really meet.';
    expect(terminal(report)).toContain(
      `NEEDS A PERSON: \`pnpm lint:specs\` asks for it (1)\n  - GET /gadgets 200: ${line}`,
    );
    expect(markdown(report)).toContain(
      `## Needs a person\n\nWhat \`pnpm lint:specs\` asks for before the merge.\n\n- \`GET /gadgets 200\`: \`${line}\``,
    );
    expect(JSON.parse(asJson(report)).lint).toHaveLength(1);
  });

  it('is a text of ours that names what is gone', async () => {
    const repo = await repository();
    const file = 'specs/acme/spec.yaml';
    writeFileSync(
      repo.root + file,
      repo.read(file).replace('Gives one widget.', 'Gives one widget. `deleteWidget` ends it.'),
    );
    await repo.bump();
    const report = await repo.bump({ from: repo.provider([["$.paths['/widgets/{id}'].delete"]]) });
    expect(report.lint).toMatchObject([{ place: '#/paths/~1widgets~1{id}/get', rule: 'text-reference' }]);
  });

  it('is nothing of a draft, whose texts are all still to be written', async () => {
    const { acme } = await import('./support/provider.ts');
    const repo = await repository();
    const from = repo.provider([['$.paths', { '/gadgets': gadgets }]]);
    expect((await repo.bump({ from, provider: { ...acme, draft: true } })).lint).toEqual([]);
  });
});
