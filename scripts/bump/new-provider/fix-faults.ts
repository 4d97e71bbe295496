// The faults of a new provider's spec, fixed by overlay, kind by kind, until the contract is sound or a person has to decide.
import { paths as findPaths } from 'jsonpath-rfc9535';
import { parse } from 'yaml';
import { contractFrom, type OverlayFile } from '../../contract/contract.ts';
import { diagnosticText } from '../../contract/diagnostic.ts';
import type { JsonObject } from '../../contract/json.ts';
import { capitalise } from '../../contract/names.ts';
import type { Provider } from '../../contract/providers.ts';
import type { Deadline } from '../../contract/thread.ts';
import { validateUntrusted } from '../../contract/validate-untrusted.ts';
import { BumpError } from '../fail.ts';
import { fixAction } from '../overlays/fixes.ts';
import { untrusted } from '../read.ts';

/**
 * The overlays that make a contract sound.
 *
 * @throws {BumpError} on faults that a person has to decide on
 */
export async function fixFaults(
  provider: Provider,
  document: JsonObject,
  deadline: Deadline,
): Promise<{ overlays: OverlayFile[]; contract: JsonObject; fixes: number }> {
  const actions: JsonObject[] = inclusiveBounds(document);
  const overlays = (): OverlayFile[] => [
    [
      '20-fixes.yaml',
      {
        overlay: '1.0.0',
        info: { title: `Fixes of faults in ${provider.pascal}'s spec`, version: '1.0.0' },
        actions: actions as unknown as OverlayFile[1]['actions'],
      },
    ],
  ];
  for (let round = 0; round < 6; round++) {
    const contract = contractFrom(provider, { facts: document, texts: {}, overlays: overlays() }).document;
    const { problems } = await validateUntrusted(contract, deadline).catch(untrusted);
    if (problems.length === 0) return { overlays: overlays(), contract, fixes: actions.length };
    const found = problems.map((fault) => ({ fault, action: fixAction(fault.where, fault.message, contract) }));
    const open = found.filter(({ action }) => action === undefined);
    if (open.length > 0)
      throw new BumpError(
        'contract',
        `the spec has faults that a person has to decide on. Nothing was written.\n${open
          .slice(0, 20)
          .map(({ fault }) => `  ${diagnosticText(fault)}`)
          .join('\n')}`,
      );
    const known = new Set(actions.map((action) => JSON.stringify(action)));
    for (const { action = '' } of found)
      for (const one of parse(action) as JsonObject[]) if (!known.has(JSON.stringify(one))) actions.push(one);
  }
  throw new BumpError(
    'contract',
    'the faults of the spec could not be fixed automatically. Nothing was written. Write the overlays by hand.',
  );
}

/** 3.0's flag beside a bound becomes a bound in 3.1, beside which the inclusive one of the same number says nothing. */
function inclusiveBounds(document: JsonObject): JsonObject[] {
  return ['maximum', 'minimum'].flatMap((bound) => {
    const flag = `exclusive${capitalise(bound)}`;
    const target = `$..[?@.${flag} && @.${flag} == @.${bound}].${bound}`;
    const matches = new Set(findPaths(document, target)).size;
    if (matches === 0) return [];
    const description = `Beside \`${flag}\`, which bounds by itself in 3.1, the inclusive bound of the same number says nothing.`;
    return [{ target, description, 'x-matches': matches, remove: true }];
  });
}
