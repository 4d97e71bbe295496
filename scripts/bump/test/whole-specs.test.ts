// Whole contracts: Iron and Paxos as they were, made by undoing changes that are known, and bumped forward to today.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { buildContract } from '../../contract/contract.ts';
import { outputsOf } from '../../contract/emit/outputs.ts';
import { factsOf } from '../../contract/facts.ts';
import { readYaml, writeAll, yamlText } from '../../contract/files.ts';
import type { JsonObject } from '../../contract/json.ts';
import { operationsOf } from '../../contract/operations.ts';
import { type Provider, providers, root as realRoot, specDir } from '../../contract/providers.ts';
import type { Report } from '../judge.ts';
import { runBump } from '../run.ts';
import { edited } from './support/corpus.ts';
import { commitAll, gitIn } from './support/repository.ts';

type Edits = Parameters<typeof edited>[1];

interface Old {
  readonly root: string;
  readonly provider: Provider;
  /** Today's facts, as the provider publishes them. */
  readonly from: string;
  readonly today: JsonObject;
  bump(dryRun?: boolean): Promise<Report>;
}

async function old(name: string, edits: Edits, overlays: (text: string) => string = (text) => text): Promise<Old> {
  const provider = providers.find((one) => one.name === name);
  if (!provider) throw new Error(`no provider ${name}`);
  const root = `${mkdtempSync(join(tmpdir(), `${name}-`))}/`;
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const specs = `${root}specs/${name}/`;
  cpSync(specDir(provider), specs, { recursive: true });
  const text = readFileSync(`${specs}spec.yaml`, 'utf8');
  const today = parse(text) as JsonObject;
  writeFileSync(`${specs}spec.yaml`, yamlText(factsOf(edited(today, edits, 'undone'))));
  const fixes = `${specs}overlays/20-fixes.yaml`;
  writeFileSync(fixes, overlays(readFileSync(fixes, 'utf8')));
  for (const kind of ['types', 'sdk']) {
    mkdirSync(`${root}packages/${name}-${kind}`, { recursive: true });
    writeFileSync(
      `${root}packages/${name}-${kind}/package.json`,
      JSON.stringify({ name: `@org/${name}-${kind}`, version: '0.3.1' }),
    );
  }
  mkdirSync(`${root}.changeset`);
  writeAll(
    new Map(
      [...(await outputsOf(buildContract(provider, specs)))].map(([file, content]) => [
        root + relative(realRoot, file),
        content,
      ]),
    ),
  );
  gitIn(root, 'init', '--quiet');
  commitAll(root);
  const from = `${root}published.json`;
  writeFileSync(from, JSON.stringify(today));
  const bump = (dryRun = false): Promise<Report> =>
    runBump({
      root,
      provider,
      from,
      dryRun,
      today: new Date('2026-11-20'),
      typecheck: () => Promise.resolve({ ok: true, output: '' }),
    });
  return { root, provider, from, today, bump };
}

const told = ({ findings }: Report): string[] =>
  findings.map(({ severity, kind, where }) => `${severity} ${kind} ${where}`);

/** The header was required once, on every operation that takes it. */
function subPartnerRequired(): Edits {
  const iron = providers.find(({ name }) => name === 'iron');
  if (!iron) throw new Error('no provider iron');
  return operationsOf(readYaml(`${specDir(iron)}spec.yaml`))
    .filter(({ operation }) => JSON.stringify(operation.parameters ?? []).includes('"X-SUB-PARTNER-ID"'))
    .map(
      ({ path, method }) =>
        [`$.paths['${path}'].${method}.parameters[?@.name == 'X-SUB-PARTNER-ID'].required`, true] as const,
    );
}

describe('whole contracts, bumped forward', () => {
  it('tells what changed in Iron’s since 1.0-16343', async () => {
    const { bump, root, today, provider } = await old('iron', [
      ['$.info.version', '1.0-16343'],
      ['$.components.schemas.Identification.required', 'customer_id'],
      ['$.components.schemas.Identification.properties.partner_id'],
      ['$.components.schemas.Identification.properties.residence_country'],
      ["$.components.schemas.IdentificationStatus.enum[?@ == 'Archived']"],
      ["$.components.schemas.CustomerStatus.enum[?@ == 'Archived']"],
      ['$.components.schemas.SigningCreateParams.properties', { document_id: { type: 'string', format: 'uuid' } }],
      ['$.components.schemas.SigningCreateParams.properties.content_id'],
      ...subPartnerRequired(),
    ]);
    const report = await bump();
    const lines = told(report);
    expect(lines).toEqual(
      expect.arrayContaining([
        'breaking response-field-now-optional Identification.customer_id',
        'additive response-field-added Identification.partner_id',
        'additive response-field-added Identification.residence_country',
        'additive response-enum-value-added IdentificationStatus',
        'additive response-enum-value-added CustomerStatus',
        'breaking request-field-renamed SigningCreateParams.content_id',
        'note spec-version info.version',
      ]),
    );
    // The header that became optional is told once for each operation that takes it; nothing else is told.
    const relaxed = report.findings.filter(({ kind }) => kind === 'parameter-now-optional');
    const taking = operationsOf(today).filter(({ operation }) =>
      JSON.stringify(operation.parameters ?? []).includes('"X-SUB-PARTNER-ID"'),
    );
    expect(taking.length).toBeGreaterThan(30);
    expect(relaxed.length).toBe(taking.length);
    expect(new Set(relaxed.map(({ where }) => where))).toEqual(new Set(['header X-SUB-PARTNER-ID']));
    // Filters and sandbox calls take the same statuses.
    expect(
      lines.filter((line) => !line.includes('parameter-now-optional') && !line.includes('request-enum-widened')).length,
    ).toBe(7);
    expect(report).toMatchObject({
      bump: 'minor',
      release: { from: '0.3.1', to: '0.4.0' },
      before: { version: '1.0-16343' },
      overlays: [],
    });
    // What came in is what the provider publishes today, byte for byte; its texts were there all the time.
    expect(report.texts).toEqual([]);
    expect(readFileSync(`${root}specs/iron/spec.yaml`, 'utf8')).toBe(
      readFileSync(`${specDir(provider)}spec.yaml`, 'utf8'),
    );
  });

  it('tells what changed in Paxos’s in a year: status and its details, and deprecations', async () => {
    const { bump } = await old('paxos', [
      ['$.components.schemas.Identity.properties.status'],
      ['$.components.schemas.Identity.properties.status_details'],
      ["$.paths['/conversion/stablecoins'].get.deprecated"],
      ["$.paths['/conversion/stablecoins'].post.deprecated"],
      ["$.paths['/conversion/stablecoins/{id}'].get.deprecated"],
      ["$.paths['/conversion/stablecoins/{id}'].delete.deprecated"],
    ]);
    const report = await bump();
    expect(told(report)).toEqual(
      expect.arrayContaining([
        'additive response-field-added Identity.status',
        'additive response-field-added Identity.status_details',
      ]),
    );
    expect(report.findings.filter(({ kind }) => kind === 'operation-deprecated').map(({ call }) => call)).toEqual([
      'paxos.stablecoinConversion.listStablecoinConversions',
      'paxos.stablecoinConversion.createStablecoinConversion',
      'paxos.stablecoinConversion.getStablecoinConversion',
      'paxos.stablecoinConversion.cancelStablecoinConversion',
    ]);
    expect(report.findings.filter(({ severity }) => severity === 'breaking')).toEqual([]);
    expect(report.bump).toBe('patch');
  });

  it('writes the new counts of overlays that count what went', async () => {
    // The market ticker of all markets, gone from the spec in 2026. Five public operations were six then.
    const ticker = {
      tags: ['Market Data'],
      operationId: 'ListTickers',
      responses: {
        '200': {
          description: 'All.',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { tickers: { type: 'array', items: { type: 'string' } } } },
            },
          },
        },
      },
    };
    const counts: [number, number][] = [];
    // Those of every operation, and of those that need no token.
    const rule =
      /(target: \$\.paths\[\*\]\[\?@\.operationId(?: && !@\.security)?\](?:\.responses)?\n(?:(?! {2}- )[\s\S])*?x-matches: )(\d+)/g;
    const more = (text: string): string =>
      text.replace(rule, (_, before, count) => {
        counts.push([Number(count) + 1, Number(count)]);
        return before + (Number(count) + 1);
      });
    const { bump, root, provider } = await old(
      'paxos',
      [['$.paths', { '/all-markets/ticker': { get: ticker } }]],
      more,
    );
    const report = await bump();
    expect(counts).toHaveLength(2);
    expect(report.overlays.map(({ code, message }) => [code, message.split(' (')[0]])).toEqual(
      counts.map(([was, is]) => ['overlay-count', `matches ${is} places, expected ${was}`]),
    );
    const file = 'overlays/20-fixes.yaml';
    expect(readFileSync(`${root}specs/paxos/${file}`, 'utf8')).toBe(
      readFileSync(`${specDir(provider)}${file}`, 'utf8'),
    );
    expect(report.findings).toMatchObject([
      {
        severity: 'breaking',
        kind: 'operation-removed',
        operation: 'GET /all-markets/ticker',
        call: 'paxos.marketData.listTickers',
      },
    ]);
  });

  it('is quick: the figures', async () => {
    const { bump, root, provider } = await old('paxos', [['$.components.schemas.Identity.properties.status']]);
    const started = performance.now();
    await bump(true);
    const dry = performance.now() - started;
    await bump();
    const whole = performance.now() - started - dry;
    console.log(
      `${provider.name}: dry run ${(dry / 1000).toFixed(1)} s, bump with generation and gate ${(whole / 1000).toFixed(1)} s, without the repository's type-check`,
    );
    expect(readFileSync(`${root}specs/paxos/spec.yaml`, 'utf8')).toContain('status_details');
  });
});
