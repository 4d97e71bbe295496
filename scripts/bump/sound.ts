// Is the new contract sound? Examples that the new facts made invalid are mended; a fault is told with the action that mends it.
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Provider } from '../contract/providers.ts';
import type { Deadline } from '../contract/thread.ts';
import { validateUntrusted } from '../contract/validate-untrusted.ts';
import type { Finding } from './diff/change.ts';
import { compareContracts } from './diff/diff.ts';
import { BumpError, textOf } from './fail.ts';
import { type MendedExample, mendExamples } from './merge/mend-examples.ts';
import { dropStaleFields } from './merge/stale-fields.ts';
import { mendingAction } from './overlays/mends.ts';
import { untrusted } from './read.ts';

/** The new contract, and what the comparison with today's says: examples are mended, and are no fact. */
export interface Sound {
  readonly after: Contract;
  readonly findings: readonly Finding[];
  readonly examples: readonly MendedExample[];
}

/**
 * The new contract, checked. Examples of ours that the new facts make stale or invalid are mended first, in `document` itself.
 *
 * @param before the effective contract of today
 */
export async function sound(
  build: (from: JsonObject) => Contract,
  document: JsonObject,
  provider: Provider,
  before: JsonObject,
  deadline: Deadline,
): Promise<Sound> {
  const merged = build(document);
  const findings = compareContracts(before, merged.document, provider.name);
  const stale = dropStaleFields(findings, before, merged.document, document);
  const first = stale.length > 0 ? build(document) : merged;
  const problems = await problemsOf(first.document, deadline);
  if (problems.length === 0) return { after: first, findings, examples: stale };
  if (!problems.every(({ message }) => message.startsWith('example is not valid')))
    throw unsound(problems, first.document, provider, []);
  const examples = [...stale, ...mendExamples(first.document, document)];
  const after = build(document);
  const left = await problemsOf(after.document, deadline);
  if (left.length > 0) throw unsound(left, after.document, provider, examples);
  return { after, findings, examples };
}

type Problems = readonly { readonly place: string; readonly message: string }[];

async function problemsOf(document: JsonObject, deadline: Deadline): Promise<Problems> {
  try {
    return (await validateUntrusted(document, deadline).catch(untrusted)).problems;
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('contract', `the new contract cannot be checked: ${textOf(error)}. Nothing was written.`);
  }
}

function unsound(
  problems: Problems,
  document: JsonObject,
  provider: Provider,
  examples: readonly MendedExample[],
): BumpError {
  const lines = problems.slice(0, 20).map(({ place, message }) => {
    const action = mendingAction(place, message, document);
    return `  ${place} ${message}${action ? `\n    mend it in specs/${provider.name}/overlays/20-mends.yaml:\n${action.replace(/^/gm, '      ')}` : ''}`;
  });
  const byHand = examples
    .filter(({ outcome }) => outcome === 'by hand')
    .map(({ place }) => `  the example at ${place} stands in an overlay: mend it there.`);
  return new BumpError(
    'contract',
    `the new contract has ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}. Nothing was written.\n${[...lines, ...byHand].join('\n')}`,
  );
}
