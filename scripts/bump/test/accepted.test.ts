// Verdicts of people on findings, in accepted.yaml.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgementOf, larger } from '../judge.ts';
import { type Repository, repository } from './support/repository.ts';

const noWeight = ['$.components.schemas.ApiWidget.properties.weight'] as const;

async function withVerdicts(text: string): Promise<Repository> {
  const repo = await repository();
  writeFileSync(`${repo.root}specs/acme/accepted.yaml`, text);
  repo.commit();
  return repo;
}

/** The id that the report has of the removed field. */
async function idOf(): Promise<string> {
  const repo = await repository();
  const { findings } = await repo.bump({ from: repo.provider([noWeight]), dryRun: true });
  return findings[0]?.id ?? '';
}

describe('a verdict in accepted.yaml', () => {
  it('takes the place of a finding’s severity for the contract, and is shown with its reason', async () => {
    const id = await idOf();
    const repo = await withVerdicts(`${JSON.stringify(id)}:\n  severity: note\n  reason: It was never sent.\n`);
    const report = await repo.bump({ from: repo.provider([noWeight]), dryRun: true });
    expect(report).toMatchObject({
      bump: 'patch',
      judgement: { contract: 'patch' },
      accepted: [{ finding: id, severity: 'note', reason: 'It was never sent.' }],
      findings: [{ id, severity: 'note' }],
      overlays: [],
    });
    // The compiler judges for itself.
    const whole = await repo.bump({ from: repo.provider([noWeight]) });
    expect(whole).toMatchObject({ bump: 'major', judgement: { contract: 'patch', compiler: 'major' } });
    const changeset = repo.read(whole.files.find((file) => file.startsWith('.changeset/')) ?? '');
    expect(changeset).toContain('It was never sent.');
  });

  it('on a finding that there is not is a warning, and stops nothing', async () => {
    const repo = await withVerdicts('response-field-removed Widget Widget.size: { severity: note, reason: Never. }\n');
    const report = await repo.bump({ from: repo.provider([noWeight]) });
    expect(report.accepted).toEqual([]);
    expect(report.overlays).toMatchObject([
      {
        severity: 'warning',
        code: 'accepted-unknown',
        where: 'accepted.yaml, "response-field-removed Widget Widget.size"',
        message: 'is not a finding of this bump.',
      },
    ]);
  });

  it.each([
    ['a severity that there is not', 'x: { severity: fine, reason: y }', 'needs a severity, one of breaking, '],
    ['no reason', 'x: { severity: note, reason: " " }', 'needs a reason.'],
    ['something else', 'x: { severity: note, reason: y, until: z }', 'has no until.'],
    ['text in place of a map', 'just a text', 'is not a map of verdicts: "just a text".'],
    ['no YAML', '{ x: [', 'is not a map of verdicts: '],
  ])('with %s stops the bump after the report', async (_, text, message) => {
    const repo = await withVerdicts(text);
    const failure = await repo.bump({ from: repo.provider([noWeight]) }).catch((error) => error);
    expect(failure).toMatchObject({
      kind: 'overlays',
      message: expect.stringContaining(message),
      report: { bump: 'major', overlays: [{ code: 'accepted-invalid' }] },
    });
  });
});

describe('the release type', () => {
  const findings = (severity: 'breaking' | 'additive' | 'note') => [{ severity }] as never;
  const breaks = [{ name: 'a', what: 'export removed', detail: '' }] as const;

  it.each([
    ['the contract, where that is larger', findings('breaking'), [], '1.0.0', 'major', 'none', 'major'],
    ['the compiler, where that is larger', findings('note'), breaks, '1.0.0', 'patch', 'major', 'major'],
    ['the compiler alone', [], breaks, '1.0.0', 'none', 'major', 'major'],
    ['one step less below 1.0.0', findings('additive'), breaks, '0.1.0', 'patch', 'minor', 'minor'],
    ['none where nothing changed', [], [], '1.0.0', 'none', 'none', 'none'],
  ] as const)('is that of %s', (_, some, found, version, contract, compiler, release) => {
    const judgement = judgementOf(some, found, version);
    expect([judgement.contract, judgement.compiler, larger(judgement)]).toEqual([contract, compiler, release]);
  });
});
