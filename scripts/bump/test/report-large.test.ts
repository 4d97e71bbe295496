// The report of large and of untrusted changes: never longer than its place takes, and never more than text.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject } from '../../contract/json.ts';
import { operationsOf } from '../../contract/operations.ts';
import { providers, typesDir } from '../../contract/providers.ts';
import { schemasOf } from '../../contract/walk.ts';
import { compareContracts } from '../diff/diff.ts';
import { KINDS, type Kind } from '../diff/kinds.ts';
import { LONGEST_CHANGESET, LONGEST_PULL_REQUEST, markdown, pullRequest, terminal } from '../report/forms.ts';
import { DECISIONS, decisions, finding, headings, released, report, titles } from './support/report.ts';
import { markdownActs } from './untrusted/acts.ts';
import { PAYLOADS } from './untrusted/attacks.ts';

/** Everything deprecated goes, every third record loses a field to another name, every text gets a limit. */
function changed(before: JsonObject): JsonObject {
  const after = structuredClone(before);
  for (const { path, method, operation } of operationsOf(after))
    if (operation.deprecated) delete ((after.paths as JsonObject)[path] as JsonObject)[method];
  for (const [index, schema] of Object.values(schemasOf(after)).entries()) {
    if (!isObject(schema) || !isObject(schema.properties)) continue;
    const { properties } = schema;
    const [first = ''] = Object.keys(properties);
    if (index % 3 === 0) {
      properties[`${first}_now`] = properties[first] ?? {};
      delete properties[first];
      if (Array.isArray(schema.required))
        schema.required = schema.required.map((name) => (name === first ? `${first}_now` : name));
    }
    for (const field of Object.values(properties))
      if (isObject(field) && field.type === 'string' && !field.enum) field.maxLength = 7;
  }
  return after;
}

describe.each(providers.map(({ name }) => name))('a large change of %s', (name) => {
  const provider = providers.find((one) => one.name === name);
  if (!provider) throw new Error(`no provider ${name}`);
  const before = JSON.parse(readFileSync(`${typesDir(provider)}openapi.json`, 'utf8')) as JsonObject;
  const findings = compareContracts(before, changed(before), name);
  const removed = findings.filter(({ kind }) => kind === 'operation-removed');
  const large = report(findings, { ...decisions(150, (index) => `place ${index}`), provider: name });

  it('is larger than a pull request can be', () => {
    expect(findings.length).toBeGreaterThan(400);
    expect(removed.length).toBeGreaterThan(2);
    expect(markdown(large).length).toBeGreaterThan(2 * LONGEST_PULL_REQUEST);
  });

  it.each([
    ['terminal', terminal],
    ['report', markdown],
    ['pull request', pullRequest],
    ['changeset', released],
  ])('names the first removed operation within the first 15 lines: %s', (_, form) => {
    const text = form(large);
    expect(text.split('\n').slice(0, 15).join('\n')).toContain(removed[0]?.call);
    for (const { call } of removed) expect(text).toContain(call);
  });

  it('keeps all that a person must decide, and every section, in a pull request that is short enough', () => {
    const text = pullRequest(large);
    expect(text.length).toBeLessThanOrEqual(LONGEST_PULL_REQUEST);
    expect(headings(text)).toEqual(titles(large));
    expect(headings(text)).toEqual(expect.arrayContaining(DECISIONS));
    expect(text).toContain('error TS2322: place 0');
    expect(text).toContain('- `place 0`: `place 0` `place 0`');
    // Nothing is cut at the end, where the notes are.
    expect(text).toMatch(/\n- [^\n]*\d+ × response limit changed \(.*, …\)[^\n]*\.\n$/);
  });

  it('has a changeset of at most 20,000 characters and 200 lines, in which notes are counted', () => {
    const text = released(large);
    expect(text.length).toBeLessThanOrEqual(LONGEST_CHANGESET);
    expect(text.split('\n').length).toBeLessThan(200);
    expect(text).toMatch(/\d+ × response limit changed/);
    expect(text.match(/response limit changed/g)).toHaveLength(1);
  });

  it('is whole in the file that the pull request links to', () => {
    const text = markdown(large);
    for (const { where, cause } of findings) if (cause === undefined) expect(text).toContain(where);
  });
});

it('is short enough whatever it holds, with the first of everything and what is left out counted', () => {
  const long = 'a_very_long_name_'.repeat(60);
  const findings = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    Array.from({ length: 12 }, (_, index) =>
      finding(kind, `body.${long}${index}`, {
        before: `${long}${index}`,
        after: long,
        reaches: Array.from({ length: 8 }, (_, at) => ({
          operation: `GET /${long}${at}`,
          call: `acme.${long}.${at}`,
        })),
      }),
    ),
  );
  const breaks = findings.map(({ where }) => ({ name: where, what: 'field gone', detail: where }) as const);
  const judgement = { contract: 'major', compiler: 'major', breaks } as const;
  const enormous = report(findings, { ...decisions(300, (index) => `${long} ${index}\n`.repeat(20)), judgement });
  const text = pullRequest(enormous);
  expect(text.length).toBeLessThanOrEqual(LONGEST_PULL_REQUEST);
  expect(released(enormous).length).toBeLessThanOrEqual(LONGEST_CHANGESET);
  expect(headings(text)).toEqual(titles(enormous));
  expect(headings(text)).toEqual(expect.arrayContaining(DECISIONS));
});

it.each(PAYLOADS.map((payload) => [JSON.stringify(payload.slice(0, 40)), payload] as const))(
  'makes no link, HTML, image, mention, heading or expression of %s, wherever it stands',
  (_, payload) => {
    const kinds = Object.keys(KINDS) as Kind[];
    const findings = kinds.map((kind) =>
      finding(kind, kind === 'operation-removed' ? '' : `query ${payload}`, {
        before: payload,
        after: `${payload} `,
        schema: payload,
        reaches: [{ operation: `GET /${payload}/{${payload}}`, call: payload }],
      }),
    );
    const withCause = finding('type-removed', payload, { id: 'x', cause: findings[0]?.id ?? '' });
    const judgement = {
      contract: 'major',
      compiler: 'major',
      breaks: [{ name: payload, what: 'field gone', detail: payload }],
    } as const;
    const attacked = report([...findings, withCause], {
      ...decisions(1, () => payload),
      address: payload,
      before: { version: payload, operations: 1 },
      after: { version: `${payload}2`, operations: 1 },
      judgement,
    });
    const headed = new Set(titles(attacked));
    for (const text of [markdown(attacked), pullRequest(attacked), released(attacked)]) {
      const acts = [...markdownActs(text)].filter((act) => {
        const [, title = ''] = /^structure #+ (.*?)(?: \(\d+\))?$/.exec(act) ?? [];
        return !headed.has(title) && !/^structure (# +: version( +→)? *|---)$/.test(act.replaceAll('`acme`', ''));
      });
      expect(acts).toEqual([]);
    }
  },
);
