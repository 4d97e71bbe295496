// Validation in a thread with a deadline: examples are matched against regular expressions that a provider wrote.
import type { JsonObject } from './json.ts';
import { Deadline, inThread } from './thread.ts';
import type { Report } from './validate.ts';

const module = new URL('./validate.ts', import.meta.url);

/** As `validateContract`. Throws DeadlineError where that would not come back. */
export const validateUntrusted = (document: JsonObject, deadline: Deadline = new Deadline()): Promise<Report> =>
  inThread<Report>({ module, name: 'validateContract', doing: 'checking the contract' }, [document], deadline);

/** Lets the thread load and compile what validation needs, while the caller does something else. */
export function prepareValidation(): void {
  inThread({ module, name: 'prepare', doing: 'preparing validation' }, [], new Deadline()).catch(() => undefined);
}
