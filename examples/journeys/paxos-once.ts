// A record that is created once under your ref_id: created, or the one that is there already.
import { problemOf } from '@org/paxos-sdk/problems';

/** @param read reads the record that Paxos says exists already */
export async function once<T>(create: () => PromiseLike<T>, read: (id: string) => PromiseLike<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    const problem = problemOf(error);
    const id = problem?.kind === 'already-exists' ? problem.meta.existing?.id : undefined;
    if (typeof id !== 'string') throw error;
    return read(id);
  }
}
