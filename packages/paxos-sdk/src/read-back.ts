// Reading back what a lost response had created.
import { createReadBack } from '@org/sdk-core/internal';
import { existingRecord } from './error-body.ts';
import type { PaxosOperation } from './generated/operations.ts';

type ReadBack = ReturnType<typeof createReadBack<PaxosOperation>>;

const readBackRecord: ReadBack = createReadBack(existingRecord);

/**
 * Reads the record that a retry was told exists already, with all that the first response would have carried: an identity
 * is read without its details and members unless they are asked for.
 */
export const readBack: ReadBack = (call, failure, args, engine) =>
  readBackRecord(call, failure, args, {
    operations: engine.operations,
    send: (operation, input, throwing) => {
      const query = { include_details: true, include_institution_members: true };
      return engine.send(operation, operation.name === 'getIdentity' ? { ...input, query } : input, throwing);
    },
  });
