// A whole bump on a small repository: what reaches the tree, what the report says, and that nothing else happens.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../../contract/json.ts';
import { acme } from './support/provider.ts';
import { providerDocument, repository } from './support/repository.ts';

type Edit = readonly [target: string, update: Json];
const colour = { type: 'string', enum: ['red', 'blue'], description: 'VENDOR colour' };
const newField: Edit = ['$.components.schemas.CreateWidgetRequest.properties', { colour }];
const asked: Edit = ['$.components.schemas.CreateWidgetRequest.required', 'colour'];

describe('a bump', () => {
  it('reports nothing and keeps every contract file when the provider only says the same in its own words', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const report = await repo.bump();
    expect(report.findings).toEqual([]);
    expect(report.bump).toBe('none');
    const after = repo.snapshot();
    expect([...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)).toEqual([
      'specs/acme/source.json',
    ]);
    expect(after.size).toBe(before.size);
  });

  it('takes a new required field, and lists the place that needs a text and the example that no longer fits', async () => {
    const repo = await repository();
    const report = await repo.bump({ from: repo.provider([newField, asked]) });
    expect(report.findings).toMatchObject([
      {
        severity: 'breaking',
        kind: 'required-request-field-added',
        operation: 'POST /widgets, PUT /widgets/{id}',
        call: 'acme.widgets.createWidget, acme.widgets.updateWidget',
        where: 'CreateWidgetRequest.colour',
      },
    ]);
    expect(report.bump).toBe('major');
    expect(report.release).toEqual({ from: '1.2.3', to: '2.0.0' });
    expect(report.texts).toMatchObject([
      { code: 'example', where: 'POST /widgets body application/json plain' },
      { code: 'property-description', where: '#/components/schemas/CreateWidgetRequest/properties/colour' },
    ]);
    const spec = parse(repo.read('specs/acme/spec.yaml'));
    expect(spec.components.schemas.CreateWidgetRequest.properties.colour).toEqual({
      type: 'string',
      enum: ['blue', 'red'],
    });
    expect(repo.read('packages/acme-types/schemas.d.ts')).toContain('colour: ("blue" | "red") | Unlisted');
  });

  it('writes none of the provider’s texts but the title of the API, which OpenAPI requires', async () => {
    const repo = await repository();
    await repo.bump({
      from: repo.provider([
        newField,
        [
          '$.paths',
          {
            '/gadgets': {
              get: {
                tags: ['VendorGadgets'],
                summary: 'VENDOR s',
                description: 'VENDOR d',
                operationId: 'listGadgets',
                security: [{ Key: [] }],
                parameters: [
                  {
                    name: 'q',
                    in: 'query',
                    description: 'VENDOR q',
                    example: 'VENDOR',
                    schema: { type: 'string', example: 'VENDOR' },
                  },
                ],
                responses: {
                  '200': {
                    description: 'VENDOR a',
                    headers: { 'X-Left': { description: 'VENDOR h', schema: { type: 'integer' } } },
                    content: {
                      'application/json': {
                        schema: {
                          title: 'VENDOR t',
                          type: 'object',
                          properties: { description: { type: 'string', description: 'VENDOR p' } },
                        },
                        example: { description: 'VENDOR e' },
                      },
                    },
                  },
                  '400': { description: 'VENDOR f' },
                },
              },
            },
          },
        ],
        ['$', { tags: [{ name: 'VendorGadgets', description: 'VENDOR tag' }] }],
      ]),
    });
    for (const [file, text] of repo.snapshot())
      expect(text.replace('info:\n  title: VENDOR title\n', ''), file).not.toContain('VENDOR');
    const spec = parse(repo.read('specs/acme/spec.yaml'));
    const operation = spec.paths['/gadgets'].get;
    expect(operation.summary).toBeUndefined();
    // A field that is called `description` is a field.
    expect(operation.responses['200'].content['application/json'].schema.properties).toEqual({
      description: { type: 'string' },
    });
  });

  it('writes a change of one field as a change of one place, and leaves the texts alone', async () => {
    const repo = await repository();
    const before = repo.read('specs/acme/spec.yaml').split('\n');
    const texts = repo.read('specs/acme/texts.yaml');
    await repo.bump({ from: repo.provider([newField]) });
    const after = repo.read('specs/acme/spec.yaml').split('\n');
    const at = after.indexOf('        colour:');
    expect(after.splice(at, 5)).toEqual([
      '        colour:',
      '          type: string',
      '          enum:',
      '            - blue',
      '            - red',
    ]);
    expect(after).toEqual(before);
    expect(repo.read('specs/acme/texts.yaml')).toBe(texts);
  });

  it('changes nothing more when it runs twice', async () => {
    const repo = await repository();
    const from = repo.provider([newField]);
    await repo.bump({ from });
    repo.commit();
    const once = repo.snapshot();
    const report = await repo.bump({ from, today: new Date('2027-01-01T00:00:00Z') });
    expect(report.findings).toEqual([]);
    expect(repo.snapshot()).toEqual(once);
  });

  it('changes nothing in a dry run, and says what it would change', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const report = await repo.bump({ from: repo.provider([newField]), dryRun: true });
    expect(repo.snapshot()).toEqual(before);
    expect(report.files).toEqual([
      expect.stringMatching(/^\.changeset\/bump-acme-[0-9a-f]{8}\.md$/),
      'packages/acme-types/openapi.json',
      'packages/acme-types/schemas.d.ts',
      'specs/acme/source.json',
      'specs/acme/spec.yaml',
    ]);
  });

  it('records address, version, date and hash of the file it took', async () => {
    const repo = await repository();
    const from = repo.provider([['$.info.version', '1.1.0']]);
    const report = await repo.bump({ from });
    const source = JSON.parse(repo.read('specs/acme/source.json'));
    const { createHash } = await import('node:crypto');
    expect(source).toEqual({
      address: 'https://acme.example/openapi.yaml',
      version: '1.1.0',
      date: '2026-05-05',
      sha256: createHash('sha256').update(readFileSync(from)).digest('hex'),
      operations: 5,
    });
    expect(report.findings).toMatchObject([
      { kind: 'spec-version', severity: 'note', before: '1.0.0', after: '1.1.0' },
    ]);
  });

  it('reads the address in source.json when no other is given', async () => {
    const repo = await repository();
    const asked: string[] = [];
    const fetcher = ((url: string) => {
      asked.push(url);
      return Promise.resolve(new Response(readFileSync(repo.provider())));
    }) as unknown as typeof fetch;
    const { runBump } = await import('../run.ts');
    await runBump({
      root: repo.root,
      provider: acme,
      fetcher,
      today: new Date(),
      typecheck: () => Promise.resolve({ ok: true, output: '' }),
    });
    expect(asked).toEqual(['https://acme.example/openapi.yaml']);
  });

  it('recognises a schema that the provider renamed, and proposes it for names.yaml', async () => {
    const repo = await repository();
    const text = readFileSync(repo.provider(), 'utf8')
      .replaceAll('ApiWidget', 'WidgetV2')
      .replaceAll('WidgetPage', 'PagedWidgets');
    const from = repo.provider([], 'renamed.yaml');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(from, text);
    const report = await repo.bump({ from });
    expect(report.names).toEqual([
      { theirs: 'WidgetV2', ours: 'Widget', was: 'ApiWidget' },
      { theirs: 'PagedWidgets', ours: 'WidgetPage', was: 'WidgetPage' },
    ]);
    expect(report.findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['name-mapped', 'note'],
      ['name-mapped', 'note'],
    ]);
    expect(repo.read('specs/acme/names.yaml')).toBe(
      "# The provider's schema names, where ours differ. A bump maps the provider's file through this list.\nApiFault: Fault\nPagedWidgets: WidgetPage\nWidgetV2: Widget\n",
    );
    expect(report.bump).toBe('patch');
  });

  it('proposes the new place of a text whose field was plainly renamed, and keeps it until a person moves it', async () => {
    const repo = await repository();
    const file = 'specs/acme/texts.yaml';
    const texts = repo.read(file);
    const report = await repo.bump({
      from: repo.provider([
        ['$.components.schemas.ApiWidget.properties.weight'],
        ['$.components.schemas.ApiWidget.properties', { mass: weight() }],
      ]),
    });
    expect(report.texts).toContainEqual({
      severity: 'warning',
      code: 'text-without-place',
      where: '#/components/schemas/Widget/properties/weight',
      message: 'the place of this text is gone.',
      fix: 'Move it to #/components/schemas/Widget/properties/mass in texts.yaml if that is its new name, or delete it.',
    });
    expect(repo.read(file)).toBe(texts);
  });

  it('keeps a text whose field is gone, and lists it', async () => {
    const repo = await repository();
    const report = await repo.bump({ from: repo.provider([['$.components.schemas.ApiWidget.properties.weight']]) });
    expect(report.texts).toMatchObject([
      {
        where: '#/components/schemas/Widget/properties/weight',
        fix: 'Move it in texts.yaml, or delete it.',
      },
    ]);
  });
});

/** The facts of the provider's field. */
const weight = (): Json => (providerDocument() as unknown as Provider).components.schemas.ApiWidget.properties.weight;
interface Provider {
  components: { schemas: { ApiWidget: { properties: { weight: Json } } } };
}
