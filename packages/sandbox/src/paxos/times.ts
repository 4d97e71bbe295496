// Times that callers send. The contract's format also admits leap seconds and years that a Date cannot add to.
import { badRequest } from './problems.ts';

const earliest = Date.UTC(1900, 0);
const latest = Date.UTC(9000, 0);

/** Milliseconds since the epoch. Throws a `Refusal` for a time that cannot be computed with. */
export function timeOf(field: string, text: string): number {
  const time = Date.parse(text);
  if (time >= earliest && time < latest) return time;
  throw badRequest(`${field} is not a time between the years 1900 and 9000`);
}
