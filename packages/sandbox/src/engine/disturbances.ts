// Deliveries as networks make them, by count: twice, late, or after the next one.
import { milliseconds } from './clock.ts';
import { didYouMean } from './suggest.ts';

export interface Disturbance {
  /**
   * - `duplicate`: delivers the event twice;
   * - `delay`: delivers it later, by `by`;
   * - `reorder`: delivers it after the next event of the same subscription.
   */
  readonly kind: 'duplicate' | 'delay' | 'reorder';
  /** How many deliveries are disturbed. */
  readonly times: number;
  /** Of events of this type; of all when undefined. */
  readonly type?: string | undefined;
  /** Of this credential; of all when undefined. */
  readonly account?: string | undefined;
  /** With `delay`: how long, on the sandbox's clock: `'30s'`, or milliseconds. */
  readonly by?: string | number | undefined;
}

export interface Disturbances {
  add(disturbance: Disturbance): void;
  /** The disturbance of a delivery, which it uses up by one. */
  take(account: string, type: string): { readonly kind: Disturbance['kind']; readonly delay: number } | undefined;
  clear(): void;
}

const kinds = ['duplicate', 'delay', 'reorder'];

export function createDisturbances(): Disturbances {
  let open: (Disturbance & { left: number; readonly delay: number })[] = [];
  return {
    add(disturbance) {
      const { kind, times, by } = disturbance;
      if (!kinds.includes(kind)) {
        throw new TypeError(
          `Unknown disturbance '${kind}'${didYouMean(String(kind), kinds)} It is one of ${kinds.join(', ')}.`,
        );
      }
      if (!Number.isInteger(times) || times < 1) {
        throw new TypeError(`'times' must be a positive integer (got ${times}).`);
      }
      if (kind === 'delay' && by === undefined) throw new TypeError(`A delay needs 'by', such as '30s'.`);
      open.push({ ...disturbance, left: times, delay: by === undefined ? 0 : milliseconds(by) });
    },
    take(account, type) {
      const found = open.find(
        (entry) => (entry.type ?? type) === type && (entry.account ?? account) === account && entry.left > 0,
      );
      if (!found) return undefined;
      found.left -= 1;
      open = open.filter(({ left }) => left > 0);
      return { kind: found.kind, delay: found.delay };
    },
    clear() {
      open = [];
    },
  };
}
