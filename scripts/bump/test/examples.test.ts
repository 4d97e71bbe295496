// What a person is asked to write or to correct after a bump.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asJson } from '../judge.ts';
import { markdown, terminal } from '../report/forms.ts';
import { repository } from './support/repository.ts';

it('reports an example that the new facts refuse, writes the facts all the same, and leaves the example to a person', async () => {
  const repo = await repository();
  const texts = repo.read('specs/acme/texts.yaml');
  const pattern = { pattern: '^ACME-[0-9]{4}$' };
  const report = await repo.bump({
    from: repo.provider([['$.components.schemas.CreateWidgetRequest.properties.name', pattern]]),
  });
  expect(report.texts).toMatchObject([
    {
      code: 'example',
      where: 'POST /widgets body application/json plain',
      message: 'example is not valid: /name must match pattern "^ACME-[0-9]{4}$"',
    },
  ]);
  expect(repo.read('specs/acme/spec.yaml')).toContain(pattern.pattern);
  expect(repo.read('specs/acme/texts.yaml')).toBe(texts);
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

  it('is a text and an example of what is new, and nothing that was asked before', async () => {
    const repo = await repository();
    const report = await repo.bump({
      from: repo.provider([
        ['$.paths', { '/gadgets': gadgets }],
        ['$.components.schemas.WidgetStatus.enum', 'Lost'],
      ]),
    });
    expect(report.texts.map(({ where, code }) => `${code}: ${where}`)).toEqual([
      'operation-description: GET /gadgets',
      'response-description: GET /gadgets 200',
      'response-description: GET /gadgets 400',
      'operation-example: GET /gadgets 200',
      'enum-meaning: #/components/schemas/WidgetStatus',
    ]);
    const line = 'application/json has no example: add a named one that a user could really meet.';
    expect(terminal(report)).toContain('TEXTS (5)\nWhat `pnpm lint:specs` asks for');
    expect(terminal(report)).toContain(`- GET /gadgets 200: ${line}`);
    expect(markdown(report)).toContain('## Texts (5)\n\nWhat `pnpm lint:specs` asks for before the merge');
    expect(markdown(report)).toContain(`- \`GET /gadgets 200\`: \`${line}\``);
    expect(JSON.parse(asJson(report)).texts).toHaveLength(5);
  });

  it('is a text of ours that names what is gone', async () => {
    const repo = await repository();
    const file = 'specs/acme/texts.yaml';
    writeFileSync(
      repo.root + file,
      repo.read(file).replace('Gives one widget.', 'Gives one widget. `deleteWidget` ends it.'),
    );
    await repo.bump();
    repo.commit();
    const report = await repo.bump({ from: repo.provider([["$.paths['/widgets/{id}'].delete"]]) });
    expect(report.texts).toContainEqual(
      expect.objectContaining({ where: '#/paths/~1widgets~1{id}/get', code: 'text-reference' }),
    );
  });

  it('is nothing of a draft, whose texts are all still to be written', async () => {
    const { acme } = await import('./support/provider.ts');
    const repo = await repository();
    const from = repo.provider([['$.paths', { '/gadgets': gadgets }]]);
    expect((await repo.bump({ from, provider: { ...acme, draft: true } })).texts).toEqual([]);
  });
});
