// Nothing in a specification becomes code, a file name, Markdown or a terminal command: every key and every value is replaced
// by payloads that try to. A seeded sample in every run; all of them with TEST_LONG=1.
import { beforeAll, describe, expect, it } from 'vitest';
import { workspace } from '../support/workspace.ts';
import { codeActs, isSteering, markdownActs } from './acts.ts';
import { type Attack, attacked, attacksOn, HARMLESS, sampleOf, textOfAttack } from './attacks.ts';
import { type Baseline, baselineOf, both, faultsOf } from './judge.ts';
import { bumps, generates, richSpec, type Surface, scaffolds } from './surfaces.ts';

const LONG = process.env.TEST_LONG === '1';
const SEED = 20_260_505;
/** Of each of the three ways. */
const SAMPLE = 100;
const spec = richSpec();
const all = attacksOn(spec);
const attacks = LONG ? all : sampleOf(all, SAMPLE, SEED);

interface Outcome {
  accepted: number;
  refused: number;
  readonly faults: string[];
}

async function attack(surface: Surface, chosen: readonly Attack[]): Promise<Outcome> {
  const outcome: Outcome = { accepted: 0, refused: 0, faults: [] };
  const whole = baselineOf(await surface(spec), spec);
  let [place, baseline] = ['', whole];
  for (const one of chosen) {
    if (place !== placeOf(one)) [place, baseline] = [placeOf(one), both(whole, await harmless(surface, one))];
    const faults = await faultsOfAttack(surface, baseline, one, outcome);
    outcome.faults.push(...faults.map((fault) => `${textOfAttack(one)}: ${fault}`));
    if (outcome.faults.length > 50) break;
  }
  return outcome;
}

const placeOf = ({ pointer, replaces }: Attack): string => JSON.stringify([replaces, pointer]);

/** What the specification becomes with something harmless in the attacked place, where that is not refused. */
async function harmless(surface: Surface, one: Attack): Promise<Baseline> {
  let baseline: Baseline = { texts: new Map(), acts: new Map(), words: new Set() };
  for (const payload of HARMLESS) {
    const document = attacked(spec, { ...one, payload });
    const made = await surface(document).catch(() => undefined);
    if (made) baseline = both(baseline, baselineOf(made, document));
  }
  return baseline;
}

async function faultsOfAttack(surface: Surface, baseline: Baseline, one: Attack, outcome: Outcome): Promise<string[]> {
  try {
    const made = await surface(attacked(spec, one));
    outcome.accepted++;
    return faultsOf(made, baseline, one.payload);
  } catch (error) {
    outcome.refused++;
    const { message } = error as Error;
    return isSteering(message) ? [`message ${JSON.stringify(message)}`] : [];
  }
}

it('attacks enough places with enough payloads', () => {
  expect(all.length * 3).toBeGreaterThan(20_000);
});

describe.each<[string, () => Promise<Surface> | Surface]>([
  ['generate', () => generates],
  ['new-provider', () => scaffolds(workspace())],
  ['bump', () => bumps(workspace())],
])('%s', (_, open) => {
  it(`makes nothing of an untrusted specification that acts (seed ${SEED})`, {
    timeout: LONG ? 7_200_000 : 180_000,
  }, async () => {
    const { accepted, refused, faults } = await attack(await open(), attacks);
    expect(faults).toEqual([]);
    expect(accepted + refused).toBe(attacks.length);
    // Both happen, or nothing would be tested.
    expect(Math.min(accepted, refused)).toBeGreaterThan(attacks.length / 20);
    if (LONG) console.log(`${accepted} accepted, ${refused} refused`);
  });
});

describe('the judge', () => {
  let baseline: Baseline;
  const made = { files: new Map([['packages/depot-sdk/src/a.ts', "import 'a';\nf('b');\n"]]), shown: '' };
  beforeAll(() => {
    baseline = baselineOf(made, {});
  });

  it.each<[string, Record<string, string>, string]>([
    ['a call', { 'packages/depot-sdk/src/a.ts': "import 'a';\nf('' + pwned() + '');\n" }, 'calls pwned'],
    ['an import', { 'packages/depot-sdk/src/a.ts': "import 'pwned';\n" }, "imports 'pwned'"],
    ['a name', { 'packages/depot-sdk/src/a.ts': 'f(pwned);\n' }, 'name pwned'],
    ['broken code', { 'packages/depot-sdk/src/a.ts': "f('\n');\n" }, 'does not parse'],
    ['a file', { 'pwned.ts': '' }, 'should not be there'],
    [
      'an image',
      {
        '.changeset/bump-depot-00000000.md':
          '---\n"@org/depot-types": major\n"@org/depot-sdk": major\n---\n![x](https://pwned.example)',
      },
      'link ![x]',
    ],
    [
      'another release',
      { '.changeset/bump-depot-00000000.md': '---\n"@org/iron-sdk": major\n---\n' },
      'releases "@org/iron-sdk"',
    ],
  ])('sees %s that was not there', (_, files, fault) => {
    const faults = faultsOf({ files: new Map(Object.entries(files)), shown: '' }, baseline, "'pwned'");
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });

  it('sees a terminal command', () => {
    expect(faultsOf({ files: new Map(), shown: '\u001b[2J' }, baseline, '')).toHaveLength(1);
  });

  it('finds nothing in what is the same', () => {
    expect(faultsOf(made, baseline, 'x')).toEqual([]);
  });

  it('sees what Markdown does outside of code only', () => {
    expect([...markdownActs('`<b>` ``[x](y) ` z`` <i>')]).toEqual(['HTML <i>']);
    expect([...markdownActs('```\n<b>\n```\n\nwww.x.example')]).toEqual(['link www.x.example']);
    expect([...markdownActs('`a <b>')]).toEqual(['HTML <b>']);
  });

  it('sees a prototype that code sets', () => {
    expect(codeActs('a.ts', 'export const a = { "__proto__": 1 };')).toContain('sets a prototype');
  });
});
