// What a test expects to be delivered.
import type { Timeline } from './timeline.ts';
import type { DeliveryInfo } from './webhook-control.ts';

/** A part of the delivered body, or a function that is given the body and the delivery. */
export type Where =
  | Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: the body has the type of its event, which only the test knows.
  | ((body: any, delivery: DeliveryInfo) => boolean);

export function matches(where: Where | undefined, delivery: DeliveryInfo): boolean {
  if (where === undefined) return true;
  return typeof where === 'function' ? where(delivery.body, delivery) : contains(delivery.body, where);
}

/** True where `value` has everything that `part` has. */
function contains(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return Object.is(value, part);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(part).every(([key, wanted]) => contains((value as Record<string, unknown>)[key], wanted));
}

/** Resolves with what `find` finds now or after a delivery, and rejects with `unmet` after `timeout`. */
export function expectation<Found>(
  find: () => Found | undefined,
  unmet: () => Error,
  { waiting, timeline, timeout }: { waiting: Set<() => void>; timeline: Timeline; timeout: number },
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      waiting.delete(look);
      clearTimeout(timer);
    };
    const look = (): void => {
      try {
        const found = find();
        if (found === undefined) return;
        end();
        resolve(found);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      // What is being delivered at this moment still counts.
      timeline.settled().then(() => {
        look();
        if (!waiting.has(look)) return;
        end();
        reject(unmet());
      });
    }, timeout);
    waiting.add(look);
    look();
  });
}
