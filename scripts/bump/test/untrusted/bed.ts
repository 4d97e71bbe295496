// Runs a specification, attacked in one place at a time, through one of the ways to files, and collects what acts.
import { isSteering } from './acts.ts';
import { type Attack, attacked, attacksOn, HARMLESS, sampleOf, textOfAttack } from './attacks.ts';
import { type Baseline, baselineOf, both, faultsOf } from './judge.ts';
import { richSpec, type Surface } from './surfaces.ts';

/** Whether every attack is run, and not only a sample. */
export const LONG: boolean = process.env.TEST_LONG === '1';
const SEED = 20_260_505;
/** Of each of the three ways. */
const SAMPLE = 100;
const spec = richSpec();
export const allAttacks: readonly Attack[] = attacksOn(spec);
export const attacks: readonly Attack[] = LONG ? allAttacks : sampleOf(allAttacks, SAMPLE, SEED);

export interface Outcome {
  accepted: number;
  refused: number;
  readonly faults: string[];
}

/** Stops early where much gets through. */
export async function attack(surface: Surface, chosen: readonly Attack[] = attacks): Promise<Outcome> {
  const outcome: Outcome = { accepted: 0, refused: 0, faults: [] };
  const baseline = baselineOf(await surface(spec), spec);
  for (const one of chosen) {
    const faults = await faultsOfAttack(surface, baseline, one, outcome);
    outcome.faults.push(...faults.map((fault) => `${textOfAttack(one)}: ${fault}`));
    if (outcome.faults.length > 50) break;
  }
  return outcome;
}

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
  const made = await surface(attacked(spec, one)).catch((error: Error) => error);
  if (made instanceof Error) {
    outcome.refused++;
    return isSteering(made.message) ? [`message ${JSON.stringify(made.message)}`] : [];
  }
  outcome.accepted++;
  if (faultsOf(made, baseline, one.payload).length === 0) return [];
  return faultsOf(made, both(baseline, await harmless(surface, one)), one.payload);
}
