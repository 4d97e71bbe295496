// What a release keeps for the bumps that follow: declarations, the facts of the contract, and the type tests.
import { readFileSync } from 'node:fs';
import type { Provider } from '../../contract/providers.ts';
import { releasedContract } from '../contract-text.ts';
import { RELEASED_CONTRACT, reportsOf } from './report.ts';
import { keptTypeTests } from './type-tests.ts';

/** File -> text, for the packages of a provider. */
export function releasedFiles(root: string, { name }: Provider): Map<string, string> {
  const [types, sdk] = [`${root}packages/${name}-types/`, `${root}packages/${name}-sdk/`];
  return new Map([
    ...reportsOf(types),
    ...reportsOf(sdk),
    [types + RELEASED_CONTRACT, releasedContract(readFileSync(`${types}openapi.json`, 'utf8'))],
    ...keptTypeTests(sdk),
  ]);
}
