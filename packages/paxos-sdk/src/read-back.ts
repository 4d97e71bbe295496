// Reading back what a lost response had created.
import { createReadBack } from '@org/sdk-core/internal';
import { existingRecord } from './error-body.ts';
import type { PaxosOperation } from './generated/operations.ts';

type ReadBack = ReturnType<typeof createReadBack<PaxosOperation>>;

/** What the response to a creation carries and the operation that reads the record leaves out unless it is asked for. */
const INCLUDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  getIdentity: { include_details: true, include_institution_members: true },
};

const readBackRecord: ReadBack = createReadBack(existingRecord);

/** Reads the record that a retry was told exists already, with all that the first response would have carried. */
export const readBack: ReadBack = (call, failure, args, tools) =>
  readBackRecord(call, failure, args, {
    ...tools,
    send: (operation, input) => {
      const included = INCLUDED[operation.name];
      return tools.send(operation, included ? { ...input, query: included } : input);
    },
  });
