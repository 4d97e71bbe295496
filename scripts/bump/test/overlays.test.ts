// Overlays on a spec that moved: the bump stops, and says what the action was for, where its target went, or that it may go.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../contract/json.ts';
import type { OverlayTrouble } from '../overlays/moved.ts';
import { overlayTroubles } from '../overlays/moved.ts';
import { recountedText } from '../overlays/recount.ts';
import { edited } from './support/corpus.ts';
import { providerDocument, repository } from './support/repository.ts';

type Edits = Parameters<typeof edited>[1];

function troubles(action: string, edits: Edits): OverlayTrouble[] {
  const overlay = { overlay: '1.0.0', info: { title: 'x', version: '1' }, actions: [parse(action)] };
  return overlayTroubles(providerDocument(), edited(providerDocument(), edits, 'change'), [['20-fixes.yaml', overlay]]);
}

const noDefault =
  'target: $.components.schemas.CreateWidgetRequest.properties.note.default\ndescription: A default of null.\nremove: true';

describe('overlays on a moved spec', () => {
  it('finds nothing where nothing moved', () => {
    expect(troubles(noDefault, [])).toEqual([]);
  });

  it('says that the provider has fixed what was to be removed', () => {
    expect(troubles(noDefault, [['$.components.schemas.CreateWidgetRequest.properties.note.default']])).toMatchObject([
      {
        file: 'overlays/20-fixes.yaml',
        action: 1,
        purpose: 'A default of null.',
        verdict: 'fixed',
        matches: 0,
        expected: 1,
        advice: 'The provider has fixed it. Delete the action.',
      },
    ]);
  });

  it('says where a renamed field went', () => {
    const edits: Edits = [
      ['$.components.schemas.CreateWidgetRequest.properties.note'],
      ['$.components.schemas.CreateWidgetRequest.properties', { remark: { type: 'string', default: null } }],
    ];
    expect(troubles(noDefault, edits)).toMatchObject([
      {
        verdict: 'moved',
        advice: expect.stringContaining(
          "$['components']['schemas']['CreateWidgetRequest']['properties']['remark']['default']",
        ),
      },
    ]);
  });

  it('says where an operation went', () => {
    const item = (providerDocument().paths as JsonObject)['/widgets/{id}'] as JsonObject;
    const edits: Edits = [["$.paths['/widgets/{id}']"], ['$.paths', { '/v2/widgets/{id}': item }]];
    expect(
      troubles(
        "target: $.paths['/widgets/{id}'].delete\ndescription: Needs a key.\nupdate: { security: [{ Other: [] }] }",
        edits,
      ),
    ).toMatchObject([
      {
        verdict: 'moved',
        advice:
          "It seems to stand at $['paths']['/v2/widgets/{id}']['delete'] now. Change the target, or delete the action if it is no longer needed.",
      },
    ]);
  });

  it('does not take one plain text for another', () => {
    const action =
      'target: $.components.schemas.ApiFault.properties.message\ndescription: More of it.\nupdate: { maxLength: 9 }';
    const edits: Edits = [
      ['$.components.schemas.ApiFault.properties.message'],
      ['$.components.schemas.ApiWidget.properties', { colour: { type: 'string' } }],
    ];
    expect(troubles(action, edits)).toMatchObject([{ verdict: 'gone' }]);
  });

  it('says when nothing like the target is left', () => {
    const [trouble] = troubles(
      "target: $.paths['/widgets/{id}'].delete\ndescription: Needs a key.\nupdate: { security: [{ Other: [] }] }",
      [["$.paths['/widgets/{id}'].delete"]],
    );
    expect(trouble).toMatchObject({
      verdict: 'gone',
      advice: expect.stringMatching(/^Nothing like it is left; the nearest places are .*Delete the action/),
    });
  });

  it('says that the provider has fixed what a filter looked for', () => {
    const missing =
      'target: $.paths[*][?@.operationId && !@.security]\ndescription: No security.\nx-matches: 1\nupdate: { security: [] }';
    const overlay = { overlay: '1.0.0', info: { title: 'x', version: '1' }, actions: [parse(missing)] };
    const before = edited(providerDocument(), [["$.paths['/widgets'].get.security"]], 'fault');
    expect(overlayTroubles(before, providerDocument(), [['20-fixes.yaml', overlay]])).toMatchObject([
      { verdict: 'fixed' },
    ]);
  });

  describe('a rule over many places, with its count', () => {
    const all =
      'target: $.paths[*][?@.operationId]\ndescription: A rate for each.\nx-matches: 5\nupdate: { x-rate-limit: { class: a } }';
    const added: Edits = [["$.paths['/widgets']", { patch: { operationId: 'patchWidgets', tags: ['Widgets'] } }]];
    const noNull =
      'target: $..[?@.default == null].default\ndescription: A default of null.\nx-matches: 2\nremove: true';

    it('goes on holding when the provider adds what it is about', () => {
      expect(troubles(all, added)).toMatchObject([
        {
          verdict: 'recounted',
          matches: 6,
          expected: 5,
          advice: `New: $['paths']['/widgets']['patch']. "x-matches" is 6 now.`,
        },
      ]);
    });

    it('goes on holding when the provider removes what it is about', () => {
      expect(troubles(all, [["$.paths['/widgets/{id}'].delete"]])).toMatchObject([
        {
          verdict: 'recounted',
          matches: 4,
          advice: `Gone: $['paths']['/widgets/{id}']['delete']. "x-matches" is 4 now.`,
        },
      ]);
    });

    it('goes on holding where a list loses one place and gets another', () => {
      const each = 'target: $.paths[*][*].tags[0]\ndescription: One tag.\nx-matches: 5\nupdate: Things';
      expect(troubles(each, [...added, ["$.paths['/widgets/{id}'].delete"]])).toEqual([]);
    });

    it('stops the bump where the provider has fixed a part of it', () => {
      const twice: Edits = [['$.components.schemas.ApiWidget.properties.weight', { default: null }]];
      const overlay = { overlay: '1.0.0', info: { title: 'x', version: '1' }, actions: [parse(noNull)] };
      const [trouble] = overlayTroubles(edited(providerDocument(), twice, 'twice'), providerDocument(), [
        ['20-fixes.yaml', overlay],
      ]);
      expect(trouble).toMatchObject({
        verdict: 'count',
        advice: `The provider has fixed $['components']['schemas']['ApiWidget']['properties']['weight']['default']. If that is right, set "x-matches" to 1.`,
      });
    });

    it('stops the bump where an action for one place meets two', () => {
      const one = 'target: $..[?@.default == null].default\ndescription: A default of null.\nremove: true';
      expect(troubles(one, [['$.components.schemas.ApiWidget.properties.weight', { default: null }]])).toMatchObject([
        { verdict: 'count', matches: 2, expected: 1 },
      ]);
    });

    it('is written where each stands, though a count gets longer', () => {
      const text = 'actions:\n  - x-matches: 9 # first\n  - target: $.a\n  - x-matches: 99\n    target: $.b\n';
      const trouble = (action: number, matches: number): OverlayTrouble => ({
        file: 'overlays/20-fixes.yaml',
        action,
        target: '',
        purpose: '',
        verdict: 'recounted',
        matches,
        expected: matches - 1,
        advice: '',
      });
      const both = [trouble(1, 10), trouble(3, 100)];
      expect(recountedText(text, '20-fixes.yaml', both)).toBe(
        text.replace('x-matches: 9 ', 'x-matches: 10 ').replace('x-matches: 99', 'x-matches: 100'),
      );
      expect(recountedText(text, '30-extensions.yaml', both)).toBe(text);
      expect(() => recountedText(text, '20-fixes.yaml', [trouble(2, 3)])).toThrow(
        '20-fixes.yaml: action 2 has no "x-matches" to set.',
      );
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
      await repo.bump();
      const text = repo.read(file);
      const patch = (providerDocument().paths as JsonObject)['/widgets/{id}'] as JsonObject;
      const from = repo.provider([
        ["$.paths['/widgets/{id}']", { patch: { ...(patch.delete as JsonObject), operationId: 'patchWidget' } }],
      ]);
      const report = await repo.bump({ from });
      expect(report.findings).toMatchObject([{ kind: 'operation-added' }]);
      expect(report.overlays).toMatchObject([{ verdict: 'recounted', matches: 6 }]);
      expect(repo.read(file)).toBe(text.replace('x-matches: 5', 'x-matches: 6'));
      expect((await repo.bump({ from })).files).toEqual([]);
    });
  });

  it('tells an action that says what the provider says by now', () => {
    const scheme =
      'target: $.components.securitySchemes.Key\ndescription: The key goes in a header.\nupdate: { in: header }';
    expect(troubles(scheme, [])).toMatchObject([
      { verdict: 'redundant', advice: 'The provider says the same now. Delete the action.' },
    ]);
  });

  it('fails the bump with every action that does not fit, and writes nothing', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider([
      ['$.components.schemas.CreateWidgetRequest.properties.note.default'],
      ["$.paths['/widgets/{id}'].put.responses['204'].content"],
    ]);
    const failure = await repo.bump({ from }).catch((error) => error);
    expect(failure).toMatchObject({
      kind: 'overlays',
      status: 8,
      troubles: [{ verdict: 'fixed' }, { verdict: 'fixed' }],
    });
    expect(failure.message).toBe(`2 overlay actions do not fit the new spec. Nothing was written.
  overlays/20-fixes.yaml, action 1: $.components.schemas.CreateWidgetRequest.properties.note.default
    for: \`default: null\` on a type that is never null.
    matches 0 places and says 1. The provider has fixed it. Delete the action.
  overlays/20-fixes.yaml, action 2: $.paths['/widgets/{id}'].put.responses['204'].content
    for: A 204 has no body.
    matches 0 places and says 1. The provider has fixed it. Delete the action.`);
    expect(repo.snapshot()).toEqual(before);
  });

  it.each([
    [
      'a default of null',
      [['$.components.schemas.ApiWidget.properties.weight', { default: null }]],
      "- target: $['components']['schemas']['Widget']['properties']['weight'].default",
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
      "- target: $.paths['/widgets/{id}'].delete.responses['204'].content",
      'remove: true',
    ],
    [
      'an operation without success',
      [["$.paths['/widgets/{id}'].delete.responses['204']"]],
      "- target: $.paths['/widgets/{id}'].delete.responses",
      'description: The request succeeded.',
    ],
    [
      'an operation without security',
      [["$.paths['/widgets/{id}'].delete.security"]],
      "- target: $.paths['/widgets/{id}'].delete",
      '- Key: []',
    ],
    [
      'an undeclared path parameter',
      [["$.paths['/widgets/{id}'].delete.parameters"]],
      "- target: $.paths['/widgets/{id}'].delete",
      'in: path',
    ],
  ] as const)('finds %s as a new fault, with the action that fixes it', async (_, edits, target, change) => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider(edits as unknown as Edits);
    const failure = await repo.bump({ from }).catch((error) => error);
    expect(failure).toMatchObject({ kind: 'contract', status: 9 });
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
    await expect(repo.bump({ from }).catch((error) => error)).resolves.not.toMatchObject({ kind: 'contract' });
  });
});
