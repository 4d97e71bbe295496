// Overlays on facts that moved: what is gone is retired, a rule is counted anew, and what a person decides names its fix.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { JsonObject } from '../../contract/json.ts';
import { editedText, fitOverlays } from '../overlays/fit.ts';
import { edited } from './support/corpus.ts';
import { providerDocument, repository } from './support/repository.ts';

type Edits = Parameters<typeof edited>[1];

function fitted(action: string, edits: Edits, before: Edits = []) {
  const overlay = { overlay: '1.0.0', info: { title: 'x', version: '1' }, actions: [parse(action)] };
  const documents = [before, edits].map((some) => edited(providerDocument(), some, 'change')) as [
    JsonObject,
    JsonObject,
  ];
  const { overlays, diagnostics } = fitOverlays(...documents, [['20-fixes.yaml', overlay]]);
  return { actions: overlays[0]?.[1].actions, diagnostics };
}

const diagnosed = (...args: Parameters<typeof fitted>): readonly Diagnostic[] => fitted(...args).diagnostics;

const noDefault =
  'target: $.components.schemas.CreateWidgetRequest.properties.note.default\ndescription: A default of null.\nremove: true';
const needsKey =
  "target: $.paths['/widgets/{id}'].delete\ndescription: Needs a key.\nupdate: { security: [{ Other: [] }] }";

describe('an overlay action on new facts', () => {
  it('stays as it is where nothing moved', () => {
    expect(fitted(noDefault, [])).toEqual({ actions: [parse(noDefault)], diagnostics: [] });
  });

  it.each<[string, string, Edits]>([
    ['the provider fixed', noDefault, [['$.components.schemas.CreateWidgetRequest.properties.note.default']]],
    ['the provider removed, a field', noDefault, [['$.components.schemas.CreateWidgetRequest.properties.note']]],
    ['the provider removed, an operation', needsKey, [["$.paths['/widgets/{id}'].delete"]]],
    ['the provider removed, a whole path', needsKey, [["$.paths['/widgets/{id}']"]]],
  ])('is retired where it is about what %s', (_, action, edits) => {
    expect(fitted(action, edits)).toEqual({
      actions: [],
      diagnostics: [
        {
          severity: 'warning',
          code: 'overlay-retired',
          where: `overlays/20-fixes.yaml, action 1 (${parse(action).target})`,
          message: 'was about something that the provider has removed or fixed. The bump deletes the action.',
        },
      ],
    });
  });

  it('is retired where a filter finds no fault any more', () => {
    const missing =
      'target: $.paths[*][?@.operationId && !@.security]\ndescription: No security.\nupdate: { security: [] }';
    const fault: Edits = [["$.paths['/widgets'].get.security"]];
    expect(diagnosed(missing, [], fault)).toMatchObject([{ code: 'overlay-retired' }]);
  });

  it.each<[string, string, Edits, string]>([
    [
      'a renamed field',
      noDefault,
      [
        ['$.components.schemas.CreateWidgetRequest.properties.note'],
        ['$.components.schemas.CreateWidgetRequest.properties', { remark: { type: 'string', default: null } }],
      ],
      "$['components']['schemas']['CreateWidgetRequest']['properties']['remark']['default']",
    ],
    [
      'an operation on another path',
      needsKey,
      [
        ["$.paths['/widgets/{id}']"],
        ['$.paths', { '/v2/widgets/{id}': (providerDocument().paths as JsonObject)['/widgets/{id}'] as JsonObject }],
      ],
      "$['paths']['/v2/widgets/{id}']['delete']",
    ],
  ])('is for a person to move where its subject is %s', (_, action, edits, home) => {
    expect(diagnosed(action, edits)).toMatchObject([
      {
        severity: 'error',
        code: 'overlay-moved',
        message: 'matches nothing, as its subject moved.',
        fix: `Change its target to ${home}, or delete the action.`,
      },
    ]);
  });

  it('does not take one plain text for another', () => {
    const action =
      'target: $.components.schemas.ApiFault.properties.message\ndescription: More of it.\nupdate: { maxLength: 9 }';
    const edits: Edits = [
      ['$.components.schemas.ApiFault.properties.message'],
      ['$.components.schemas.ApiFault.properties', { colour: { type: 'string' } }],
    ];
    expect(diagnosed(action, edits)).toMatchObject([{ code: 'overlay-retired' }]);
  });

  it('is told, and stays, where it says what the provider says by now', () => {
    const scheme =
      'target: $.components.securitySchemes.Key\ndescription: The key goes in a header.\nupdate: { in: header }';
    expect(diagnosed(scheme, [])).toMatchObject([
      { severity: 'note', code: 'overlay-fixed', fix: 'Delete the action.' },
    ]);
  });

  it('is named where it leaves a reference without a target', () => {
    const adds =
      "target: $.components.schemas.ApiFault.properties\ndescription: A widget.\nupdate: { widget: { $ref: '#/components/schemas/Gone' } }";
    expect(diagnosed(adds, [])).toEqual([
      {
        severity: 'error',
        code: 'overlay-dangling',
        where: 'overlays/20-fixes.yaml, action 1 ($.components.schemas.ApiFault.properties)',
        message: 'leaves $ref "#/components/schemas/Gone" without a target.',
        fix: 'The provider has removed it: delete what refers to it, or write it out in the action.',
      },
    ]);
    const removes = 'target: $.components.schemas.ApiFault\ndescription: Not needed.\nremove: true';
    expect(diagnosed(removes, [])).toMatchObject([
      { code: 'overlay-dangling', where: expect.stringContaining('action 1 ($.components.schemas.ApiFault)') },
    ]);
  });

  describe('that is a rule over many places, with its count,', () => {
    const all =
      'target: $.paths[*][?@.operationId]\ndescription: A rate for each.\nx-matches: 5\nupdate: { x-rate-limit: { class: a } }';
    const added: Edits = [["$.paths['/widgets']", { patch: { operationId: 'patchWidgets', tags: ['Widgets'] } }]];
    const noNull =
      'target: $..[?@.default == null].default\ndescription: A default of null.\nx-matches: 2\nremove: true';
    const twice: Edits = [['$.components.schemas.ApiWidget.properties.weight', { default: null }]];

    it.each<[string, Edits, number, string]>([
      ['adds', added, 6, "new: $['paths']['/widgets']['patch']"],
      ['removes', [["$.paths['/widgets/{id}'].delete"]], 4, "gone: $['paths']['/widgets/{id}']['delete']"],
    ])('is counted anew where the provider %s what it is about', (_, edits, count, change) => {
      expect(fitted(all, edits)).toMatchObject({
        actions: [{ 'x-matches': count }],
        diagnostics: [
          {
            severity: 'note',
            code: 'overlay-count',
            message: `matches ${count} places, expected 5 (${change}). Counted anew.`,
          },
        ],
      });
    });

    it('stays where a list loses one place and gets another', () => {
      const each = 'target: $.paths[*][*].tags[0]\ndescription: One tag.\nx-matches: 5\nupdate: Things';
      expect(diagnosed(each, [...added, ["$.paths['/widgets/{id}'].delete"]])).toEqual([]);
    });

    it('is for a person to decide on where the provider has fixed a part of it', () => {
      expect(diagnosed(noNull, [], twice)).toMatchObject([
        {
          severity: 'error',
          code: 'overlay-count',
          message:
            "matches 1 places, expected 2 (gone: $['components']['schemas']['ApiWidget']['properties']['weight']['default']).",
          fix: 'If that is right, set "x-matches" to 1.',
        },
      ]);
    });

    it('is for a person to decide on where it is for one place and meets two', () => {
      const one = noNull.replace('x-matches: 2\n', '');
      expect(diagnosed(one, twice)).toMatchObject([
        { severity: 'error', code: 'overlay-count', fix: 'If that is right, set "x-matches" to 2.' },
      ]);
    });

    it('is written by the bump with its new count, and with nothing else changed', async () => {
      const repo = await repository();
      const file = 'specs/acme/overlays/20-fixes.yaml';
      const rule = `  # every one of them
  - target: $.paths[*][?@.operationId]
    description: >-
      A rate for each, which the provider's guide gives
      and no operation declares.
    x-matches: 5 # of all
    update: { x-rate-limit: { class: widgets, perSecond: 5 } }
`;
      writeFileSync(repo.root + file, repo.read(file) + rule);
      repo.commit();
      await repo.bump();
      const text = repo.read(file);
      const patch = (providerDocument().paths as JsonObject)['/widgets/{id}'] as JsonObject;
      const from = repo.provider([
        ["$.paths['/widgets/{id}']", { patch: { ...(patch.delete as JsonObject), operationId: 'patchWidget' } }],
      ]);
      repo.commit();
      const report = await repo.bump({ from });
      expect(report.findings).toMatchObject([{ kind: 'operation-added' }]);
      expect(report.overlays).toMatchObject([{ code: 'overlay-count', severity: 'note' }]);
      expect(repo.read(file)).toBe(text.replace('x-matches: 5', 'x-matches: 6'));
      expect((await repo.bump({ from })).files).toEqual([]);
    });
  });

  describe('in its file', () => {
    const file = (actions: string): string => `overlay: 1.0.0 # ours\nactions:\n${actions}`;
    const one = "  # the first\n  - target: $.a # where\n    x-matches: 9 # all\n    update: {  b: 'c'  }\n";
    const two = '\n  # the second\n  - target: $.b\n    description: >-\n      Folded\n      text.\n    remove: true\n';
    const three = '  - { target: $.c, x-matches: 99, remove: true }\n';

    it.each<[string, [number, number | 'retired'][], string]>([
      ['is not touched without an edit', [], file(one + two + three)],
      [
        'gets its count',
        [
          [0, 10],
          [2, 100],
        ],
        file(one.replace('9', '10') + two + three.replace('99', '100')),
      ],
      ['goes with its comment', [[1, 'retired']], file(one + three)],
      [
        'goes as the first',
        [
          [0, 'retired'],
          [2, 5],
        ],
        file(`  # the first\n${two}${three.replace('99', '5')}`),
      ],
      ['goes as the last', [[2, 'retired']], file(one + two)],
      [
        'goes with all others',
        [
          [0, 'retired'],
          [1, 'retired'],
          [2, 'retired'],
        ],
        'overlay: 1.0.0 # ours\nactions: []\n',
      ],
    ])('%s', (_, edits, expected) => {
      expect(editedText(file(one + two + three), new Map(edits))).toBe(expected);
    });

    it('is not given a count that it does not have', () => {
      expect(() => editedText(file(one + two), new Map([[1, 3]]))).toThrow('action 2 has no "x-matches" to set.');
    });
  });
});

describe('a bump whose overlays do not fit', () => {
  it('retires what the provider has fixed, deletes it from the file, and lists it', async () => {
    const repo = await repository();
    const from = repo.provider([
      ['$.components.schemas.CreateWidgetRequest.properties.note.default'],
      ["$.paths['/widgets/{id}'].put.responses['204'].content"],
    ]);
    const report = await repo.bump({ from });
    expect(report.overlays).toMatchObject([{ code: 'overlay-retired' }, { code: 'overlay-retired' }]);
    expect(parse(repo.read('specs/acme/overlays/20-fixes.yaml')).actions).toEqual([]);
    repo.commit();
    expect((await repo.bump({ from })).files).toEqual([]);
  });

  it('reports what changed all the same, and writes nothing', async () => {
    const repo = await repository();
    const file = 'specs/acme/overlays/20-fixes.yaml';
    const adds = {
      target: '$.components.schemas.Fault.properties',
      description: 'The widget.',
      update: { widget: { $ref: '#/components/schemas/Nothing' } },
    };
    const overlay = parse(repo.read(file));
    writeFileSync(repo.root + file, stringify({ ...overlay, actions: [...overlay.actions, adds] }));
    repo.commit();
    const before = repo.snapshot();
    const failure = await repo
      .bump({ from: repo.provider([["$.paths['/widgets/{id}'].delete"]]) })
      .catch((error) => error);
    expect(failure).toMatchObject({
      kind: 'overlays',
      status: 8,
      message: expect.stringContaining(
        '20-fixes.yaml, action 3 ($.components.schemas.Fault.properties): leaves $ref "#/components/schemas/Nothing" without a target.',
      ),
      report: {
        bump: 'major',
        files: [],
        findings: [{ kind: 'operation-removed', call: 'acme.widgets.deleteWidget' }],
        overlays: [{ code: 'overlay-dangling' }],
      },
    });
    expect(repo.snapshot()).toEqual(before);
  });

  it('tells a change that an overlay stands before as a note', async () => {
    const repo = await repository();
    const file = 'specs/acme/overlays/20-fixes.yaml';
    const hides = { target: '$.components.schemas.Widget.properties.weight', description: 'A string.', remove: true };
    const overlay = parse(repo.read(file));
    writeFileSync(repo.root + file, stringify({ ...overlay, actions: [...overlay.actions, hides] }));
    repo.commit();
    await repo.bump({ from: repo.provider([]) });
    repo.commit();
    const from = repo.provider([['$.components.schemas.ApiWidget.properties.weight', { type: 'integer' }]]);
    const { findings } = await repo.bump({ from, dryRun: true });
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'note',
        where: 'Widget.weight',
        action: 'An overlay of ours decides here: check that it still holds.',
      }),
    );
  });

  it.each([
    [
      'a default of null',
      [['$.components.schemas.ApiWidget.properties.weight', { default: null }]],
      "- target: $..[?@.default == null && !(@.type[?@ == 'null'] || @.enum[?@ == null] || @.anyOf[?@.type ==",
      'remove: true',
    ],
    [
      'a 204 with a body',
      [
        [
          "$.paths['/widgets/{id}'].delete.responses['204']",
          { content: { 'application/json': { schema: { type: 'string' } } } },
        ],
      ],
      "- target: $.paths[*][*].responses['204','205'].content",
      'remove: true',
    ],
    [
      'an operation without success',
      [["$.paths['/widgets/{id}'].delete.responses['204']"]],
      '- target: $.paths[*][?@.responses && !@.responses[',
      'description: The request succeeded.',
    ],
    ['an operation without security', [["$.paths['/widgets/{id}'].delete.security"]], '- target: $', 'security: []'],
    [
      'an undeclared path parameter',
      [["$.paths['/widgets/{id}'].delete.parameters"]],
      '- target: $["paths"]["/widgets/{id}"]["delete"]',
      'in: path',
    ],
  ] as const)('finds %s as a new fault, with the action that fixes it', async (_, edits, target, change) => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider(edits as unknown as Edits);
    const failure = await repo.bump({ from }).catch((error) => error);
    expect(failure).toMatchObject({ kind: 'contract', status: 9, report: { provider: 'acme', files: [] } });
    expect(failure.message).toContain(target);
    expect(failure.message).toContain(change);
    expect(repo.snapshot()).toEqual(before);
    // The action does fix it.
    const yaml = String(failure.message).split('20-fixes.yaml:\n')[1]?.replace(/^ {6}/gm, '') ?? '';
    const file = `${repo.root}specs/acme/overlays/20-fixes.yaml`;
    writeFileSync(
      file,
      `${repo.read('specs/acme/overlays/20-fixes.yaml')}${yaml
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')}\n`,
    );
    repo.commit();
    await expect(repo.bump({ from }).catch((error) => error)).resolves.not.toMatchObject({ kind: 'contract' });
  });
});
