// What the rules on texts and examples will ask for after a bump.
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Finding } from '../contract/lint/finding.ts';
import { ownFindings } from '../contract/lint/own.ts';

/** What `pnpm lint:specs` will ask for now: examples of what is new, meanings of new values, texts that name what is gone. */
export function newFindings(before: JsonObject, after: Contract): Finding[] {
  const textOfFinding = ({ place, message }: Finding): string => `${place}: ${message}`;
  const found = ownFindings(after);
  const known = new Set(found.length > 0 ? ownFindings({ ...after, document: before }).map(textOfFinding) : []);
  return found.filter((finding) => !known.has(textOfFinding(finding)));
}
