// The report as people read it: in a terminal, in a pull request, and in the changelog of who upgrades.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../diff/change.ts';
import { KINDS, type Kind } from '../diff/kinds.ts';
import type { Report } from '../judge.ts';
import { changeset, markdown, pullRequest, terminal } from '../report/forms.ts';
import { outlineOf } from '../report/outline.ts';
import { exampleOf } from '../report/text.ts';
import { DECISIONS, decisions, finding, headings, released, report, titles } from './support/report.ts';

const facts = (one: Report): string[] => outlineOf(one).facts.map((fact) => fact.shown(String));

describe('the facts that come first', () => {
  it('are five lines: the release and who asks for it, operations, what to send, what to handle, what to do', () => {
    const findings = [
      finding('operation-removed'),
      finding('required-request-field-added', 'body.a'),
      finding('request-field-renamed', 'body.b', { before: 'b', after: 'c' }),
      finding('request-limit-tightened', 'body.d'),
      finding('response-field-removed', '200.e'),
      finding('default-changed', 'query f', { severity: 'behavior' }),
    ];
    expect(facts(report(findings, decisions(2, String)))).toEqual([
      'Release: major, 1.2.3 → 2.0.0, by the contract and by the compiler.',
      'Operations: 5 → 4; 1 removed, 0 new.',
      'Must now be sent: 2 changes, 1 newly required, 1 renamed; 1 limit tightened.',
      'Must now be handled: 1 change of responses; 1 call with another behaviour.',
      'Before merging: Type errors (2), Verdicts (2), Overlays (2), Renamed schemas (2), Texts (2), Type tests (2).',
    ]);
  });

  it.each([
    ['major', 'minor', 'by the contract; the compiler judges minor.'],
    ['none', 'major', 'by the compiler, which finds 1 break; the contract judges none.'],
    ['major', 'major', 'by the contract and by the compiler.'],
  ] as const)('name the judgement that caused the release: contract %s, compiler %s', (contract, compiler, text) => {
    const breaks = [{ name: 'Widget', what: 'field gone', detail: 'weight' }] as const;
    expect(facts(report([finding('spec-version')], { judgement: { contract, compiler, breaks } }))[0]).toContain(text);
  });

  it('are that nothing changed, where nothing did', () => {
    expect(facts(report([], { bump: 'none' }))).toEqual([
      'No change of the contract.',
      'Before merging: nothing to decide.',
    ]);
    expect(changeset(report([], { bump: 'none' }), 'Acme')).toBeUndefined();
  });
});

describe('what changed', () => {
  it('is ranked: removed, sent, handled, behaviour, limits, types, the compiler, decisions, what is new, notes', () => {
    const findings = [
      finding('spec-version', 'info.version'),
      finding('request-field-added', 'body.x'),
      finding('type-removed', 'Widget'),
      finding('request-limit-tightened', 'body.d'),
      finding('default-changed', 'query f', { severity: 'behavior' }),
      finding('response-field-removed', '200.e'),
      finding('request-field-removed', 'body.a'),
      finding('operation-removed'),
    ];
    const breaks = [{ name: 'Widget', what: 'export removed', detail: 'Widget' }] as const;
    const whole = report(findings, {
      ...decisions(1, String),
      judgement: { contract: 'major', compiler: 'major', breaks },
    });
    const order = [
      'Removed operations',
      'What must now be sent',
      'What must now be handled',
      'What the same call now does differently',
      'Tightened limits',
      'Renamed and removed types',
      'What no longer compiles',
      ...DECISIONS,
      'New',
      'Notes',
    ];
    expect(titles(whole)).toEqual(order);
    expect(headings(markdown(whole))).toEqual(order);
    expect(headings(released(whole))).toEqual(
      order.filter((title) => title === 'Verdicts' || !DECISIONS.includes(title)),
    );
    const inTerminal = [...terminal(whole).matchAll(/^([A-Z ]+) \(\d+\)/gm)].map(([, title]) => title);
    expect(inTerminal).toEqual(order.filter((title) => title !== 'Type errors').map((title) => title.toUpperCase()));
  });

  it('begins, of what must be sent, with what is newly required, then what is renamed', () => {
    const kinds: Kind[] = ['request-type-changed', 'parameter-removed', 'call-renamed', 'parameter-now-required'];
    const [section] = outlineOf(report(kinds.map((kind) => finding(kind, `query ${kind}`)))).sections;
    expect(section?.entries.map(({ subject }) => subject.shown(String))).toEqual(
      [...kinds].reverse().map((kind) => `query ${kind}`),
    );
  });

  it('is told once where it is the same for many operations, with each method as the user writes it', () => {
    const same = (name: string): Finding =>
      finding('parameter-now-required', 'header X-Sub', {
        reaches: [{ operation: `GET /${name}`, call: `acme.a.${name}` }],
      });
    const text = markdown(report(['one', 'two', 'three', 'four'].map(same)));
    expect(text).toContain(
      '## What must now be sent (1)\n\n- `header X-Sub`: parameter now required. Pass it in every call. In `acme.a.one`, `acme.a.two`, `acme.a.three`, `acme.a.four`.',
    );
    expect(released(report(['one', 'two', 'three', 'four'].map(same)))).toContain('`acme.a.three` and 1 more.');
  });

  it('is told with its place and types where there is no example', () => {
    expect(
      markdown(report([finding('request-type-changed', 'body.a', { before: 'string', after: 'integer' })])),
    ).toContain(
      '- `body.a`: request type changed (`string` → `integer`). Send the new type. In `acme.widgets.createWidget`.\n',
    );
  });
});

describe('consequences', () => {
  const removed = finding('operation-removed');
  const follows = (name: string, cause: string, kind: Kind = 'type-removed'): Finding =>
    finding(kind, name, { id: `${kind} ${name}`, cause, schema: name, reaches: [] });

  it('are folded under their first cause, with their number', () => {
    const findings = [
      removed,
      follows('A', removed.id),
      ...['B', 'C', 'D'].map((name) => follows(name, 'type-removed A')),
      follows('E', removed.id, 'security-scheme-removed'),
    ];
    const text = markdown(report([removed, ...findings.slice(1)]));
    expect(text).toContain('Follows from it: 4 × exported type removed (`A`, `B`, `C`, …)');
    expect(text).not.toContain('Renamed and removed types');
    // Credentials weigh less than a removed operation and more than nothing.
    expect(text).toContain('1 × security scheme removed (`E`).');
  });

  it('are told by themselves where their cause is not there, weighs less, or goes round in circles', () => {
    const note = finding('spec-version', 'info.version');
    const findings = [
      note,
      follows('A', 'no such'),
      follows('B', note.id),
      follows('C', 'type-removed D'),
      follows('D', 'type-removed C'),
    ];
    const text = markdown(report(findings));
    expect(text).toContain('## Renamed and removed types (4)');
    expect(text).not.toContain('Follows from it');
  });
});

describe('an example', () => {
  const one = [{ operation: 'PUT /widgets/{id}', call: 'acme.widgets.updateWidget' }];
  it.each<[Kind, Partial<Finding> & { where?: string }, string, string | undefined]>([
    ['operation-removed', {}, 'await acme.widgets.updateWidget({ path: { id } });', undefined],
    [
      'call-renamed',
      { before: 'acme.a.b', after: 'acme.a.c' },
      'await acme.a.b({ path: { id } });',
      'await acme.a.c({ path: { id } });',
    ],
    ['operation-moved', { before: 'PUT /a', after: 'PUT /b' }, "await acme.PUT('/a', …);", "await acme.PUT('/b', …);"],
    ['type-renamed', { before: 'Old', after: 'New' }, 'let value: Acme.Old;', 'let value: Acme.New;'],
    [
      'required-parameter-added',
      { where: 'header X-Id' },
      'await acme.widgets.updateWidget({ path: { id } });',
      "await acme.widgets.updateWidget({ path: { id }, header: { …, 'X-Id': … } });",
    ],
    [
      'parameter-renamed',
      { where: 'query b', before: 'a', after: 'b' },
      'await acme.widgets.updateWidget({ path: { id }, query: { …, a } });',
      'await acme.widgets.updateWidget({ path: { id }, query: { …, b } });',
    ],
    [
      'body-now-required',
      { where: 'body' },
      'await acme.widgets.updateWidget({ path: { id } });',
      'await acme.widgets.updateWidget({ path: { id }, body: { … } });',
    ],
    [
      'request-field-now-required',
      { where: 'body.a[].b' },
      'await acme.widgets.updateWidget({ path: { id }, body: { … } });',
      'await acme.widgets.updateWidget({ path: { id }, body: { …, a: { …, b } } });',
    ],
    [
      'request-field-renamed',
      { where: 'body.a.b', before: 'b', after: 'c' },
      'await acme.widgets.updateWidget({ path: { id }, body: { …, a: { …, b } } });',
      'await acme.widgets.updateWidget({ path: { id }, body: { …, a: { …, c } } });',
    ],
    [
      'response-field-renamed',
      { where: 'Widget.a', schema: 'Widget', before: 'a', after: 'b' },
      'widget.a;',
      'widget.b;',
    ],
    [
      'response-field-renamed',
      { where: '200.a', before: 'a', after: 'b' },
      '(await acme.widgets.updateWidget({ path: { id } })).a;',
      '(await acme.widgets.updateWidget({ path: { id } })).b;',
    ],
  ])('of %s %j is a call before and after', (kind, { where = '', ...more }, before, after) => {
    const example = exampleOf(finding(kind, where, { reaches: one, ...more }), 'acme');
    expect([example?.before, example?.after]).toEqual([before, after]);
  });

  it('is given for what is removed, renamed or newly required, and for nothing else', () => {
    const kinds = Object.keys(KINDS) as Kind[];
    const having = kinds.filter((kind) => exampleOf(finding(kind, 'query a'), 'acme') !== undefined);
    expect(having.filter((kind) => !/removed|renamed|moved|required/.test(kind))).toEqual([]);
    expect(having).toEqual(
      expect.arrayContaining(['operation-removed', 'parameter-renamed', 'required-parameter-added']),
    );
  });
});

it('shows a verdict of a person with its reason, in all three forms', () => {
  const taken = finding('response-field-now-optional', '200.a', { severity: 'note' });
  const accepted = [{ finding: taken.id, severity: 'note', reason: 'It was never there.' }] as const;
  const one = report([taken], { accepted });
  const text = '- `200.a`: response field no longer always given counts as `note`: `It was never there.`';
  for (const form of [markdown(one), pullRequest(one), released(one)]) expect(form).toContain(text);
  expect(terminal(one)).toContain(text.replaceAll('`', ''));
});
