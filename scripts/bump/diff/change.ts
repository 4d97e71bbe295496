// A change as the walk finds it, and a finding as the report tells it.
import type { Json } from '../../contract/json.ts';
import type { Kind, Severity } from './kinds.ts';

export interface Change {
  readonly kind: Kind;
  /** Where in the operation or shared schema: `body.address.city`, `query limit`, `200.items[].status`. */
  readonly where: string;
  readonly before?: Json;
  readonly after?: Json;
}

export interface Reach {
  readonly operation: string;
  readonly call: string;
}

export interface Finding {
  /** Stable: kind, operation or schema, and where. */
  readonly id: string;
  /** The finding that this one merely follows from. */
  readonly cause?: string;
  readonly severity: Severity;
  readonly kind: Kind;
  /** `POST /customers`; several, comma separated, for a shared schema; empty for what belongs to no operation. */
  readonly operation: string;
  /** `iron.customer.createCustomer`, in the order of the operations. */
  readonly call: string;
  readonly where: string;
  readonly before: Json;
  readonly after: Json;
  readonly action: string;
  /** The shared schema that changed, where it is one. */
  readonly schema?: string;
  /** Every operation it touches with its call. */
  readonly reaches: readonly Reach[];
}
