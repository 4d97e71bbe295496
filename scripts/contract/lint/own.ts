// The rules of ours on texts and examples. Apart from the rest, as a bump asks for them and has no time to load redocly.
import type { Contract } from '../contract.ts';
import { discriminators } from './discriminators.ts';
import { enumMeanings } from './enums.ts';
import type { Finding, Rule } from './finding.ts';
import { operationExamples } from './operation-examples.ts';
import { docsPages } from './pages.ts';
import { prose } from './prose.ts';
import { references } from './references.ts';

/** What the rules of ours find, without building, validating or redocly. */
export function ownFindings(contract: Contract): Finding[] {
  const pages = docsPages(contract.provider.docs);
  const rules: Rule[] = [prose, operationExamples, enumMeanings, discriminators, references, pages];
  // A sent form is written once with its twin, the read one: a text that is wrong there is wrong here already.
  const twins = twinsOf(contract);
  return rules.flatMap((rule) => rule(contract.document)).filter(({ place }) => !twins.has(schemaName(place)));
}

/** The sent forms of schemas with the names that they are written under. */
export const twinsOf = ({ split }: Contract): ReadonlyMap<string, string> =>
  new Map(split.map((name) => [`${name}Input`, name]));

export const schemaName = (place: string): string => /^#\/components\/schemas\/([^/]+)/.exec(place)?.[1] ?? '';
