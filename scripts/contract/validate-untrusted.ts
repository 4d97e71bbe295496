// Validation in a thread with a deadline: examples are matched against regular expressions that a provider wrote.
import type { JsonObject } from './json.ts';
import { Deadline, inThread } from './thread.ts';
import type { Report } from './validate.ts';

/** As `validateContract`. Throws DeadlineError if it takes too long. */
export const validateUntrusted = (document: JsonObject, deadline: Deadline = new Deadline()): Promise<Report> =>
  inThread<Report>(
    { module: new URL('./validate.ts', import.meta.url), name: 'validateContract', doing: 'checking the contract' },
    [document],
    deadline,
  );
