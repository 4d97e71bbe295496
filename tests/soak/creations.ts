// Whether a call that creates told the truth, held against what the provider has.
import type { CallEffects } from '@org/test-kit/providers';
import type { Outcome } from './report.ts';

/**
 * - `recorded`: it resolved with a record that the provider has
 * - `lost`: it resolved as a success without that: with nothing, without an id, or with a record that the provider lacks
 * - `failed`: it rejected, or resolved with an error
 */
export type Creation = 'recorded' | 'lost' | 'failed';

interface WithId {
  readonly id?: string | undefined;
}

/** The ids of records. What is not a record, or has no id, adds none. */
export function idsOf(...records: readonly (WithId | null | undefined)[]): string[] {
  return records.flatMap((record) => (typeof record?.id === 'string' ? [record.id] : []));
}

/** What became of a call that creates one record. */
export function creationOf({ ok, ids = [] }: Pick<Outcome, 'ok' | 'ids'>, { created }: CallEffects): Creation {
  if (!ok) return 'failed';
  const [id] = ids;
  return ids.length === 1 && id !== undefined && created.includes(id) ? 'recorded' : 'lost';
}
