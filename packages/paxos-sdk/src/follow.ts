// Reading a list that grows, from where the last run ended, without a gap and without a record twice.
import { AbortedError, ConfigurationError, PaginationError, type WaitOptions, waitFor } from '@org/sdk-core';
import { Deadline, systemClock } from '@org/sdk-core/internal';
import { decodeCheckpoint, encodeCheckpoint, type Position } from './checkpoint.ts';

/** Where to begin, and how to read on. */
export interface FollowOptions extends Omit<WaitOptions, 'whenBlocked'> {
  /** From when on records are read (RFC 3339 or a `Date`). For the first run: with a checkpoint it is not looked at. */
  readonly since?: string | Date | undefined;
  /** That of the last batch which was handled, as you stored it; undefined on the first run. */
  readonly checkpoint?: string | undefined;
  /**
   * Milliseconds before the newest record that are read again, for records that become visible late. Those that were
   * returned before are left out. Default 60,000.
   */
  readonly overlap?: number | undefined;
}

/** Some records, and the checkpoint to store once they are handled. */
export interface Batch<Item> {
  readonly items: readonly Item[];
  /** A text of about 70 characters for each record within the overlap. */
  readonly checkpoint: string;
}

/** A list to follow. */
export interface Source<Item> {
  /** Names it, in checkpoints. */
  readonly name: string;
  /** Reads a page of what is not older than `from` (RFC 3339), oldest first. */
  readonly read: (
    from: string,
    cursor: string | undefined,
    signal: AbortSignal,
  ) => PromiseLike<{ readonly items: readonly Item[]; readonly cursor: string | undefined }>;
  /** Tells a record, or a state of it, from all others. */
  readonly keyOf: (item: Item) => string;
  /** RFC 3339. */
  readonly timeOf: (item: Item) => string | undefined;
}

/** The longest that a timer takes, in milliseconds. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * Reads on from the checkpoint. Transient failures are ridden out until the deadline.
 *
 * @param once ends when all was read; otherwise it looks again after each `interval`, until the deadline
 */
export async function* follow<Item>(
  source: Source<Item>,
  options: FollowOptions,
  once: boolean,
): AsyncGenerator<Batch<Item>, void, undefined> {
  const { since, checkpoint, overlap = 60_000, signal, clock = systemClock, interval = 5_000, random } = options;
  const { deadline = once ? 600_000 : NO_DEADLINE } = options;
  if (!(overlap >= 0)) throw new ConfigurationError("Option 'overlap' must be a number of milliseconds, 0 or more.");
  const position = startAt(source.name, since, checkpoint);
  const limit = new Deadline(clock, deadline, signal);
  for (;;) {
    const from = new Date(Math.max(position.floor, position.at - overlap)).toISOString();
    const cursors = new Set<string>();
    let cursor: string | undefined;
    do {
      const wait = { deadline: Math.max(1, limit.left()), interval, signal, clock, random };
      const page = await waitFor(
        (reading) => source.read(from, cursor, reading),
        () => true,
        wait,
      );
      const items = page.items.filter((item) => takeIn(position, source, item));
      if (items.length > 0) yield { items, checkpoint: encodeCheckpoint(source.name, position, overlap) };
      cursor = page.cursor;
      if (cursor && cursors.has(cursor)) {
        throw new PaginationError(`Reading stopped: the API returned cursor '${cursor}' twice.`, { cursor });
      }
      if (cursor) cursors.add(cursor);
    } while (cursor);
    if (once || (await idle(limit, interval))) return;
  }
}

/** True if the record is new. */
function takeIn<Item>(position: Position, { keyOf, timeOf }: Source<Item>, item: Item): boolean {
  const key = keyOf(item);
  if (position.seen.has(key)) return false;
  const time = Date.parse(timeOf(item) ?? '');
  position.at = Math.max(position.at, Number.isNaN(time) ? position.at : time);
  position.seen.set(key, Number.isNaN(time) ? position.at : time);
  return true;
}

function startAt(name: string, since: FollowOptions['since'], checkpoint: string | undefined): Position {
  if (checkpoint !== undefined) return decodeCheckpoint(name, checkpoint);
  const at = since instanceof Date ? since.getTime() : Date.parse(`${since}`);
  if (since === undefined || Number.isNaN(at)) {
    throw new ConfigurationError(
      "Pass option 'since' for the first run, a Date or an RFC 3339 time, and then the stored 'checkpoint'.",
    );
  }
  return { floor: at, at, seen: new Map() };
}

/** Waits for the next look. True when the deadline came. Throws `AbortedError`. */
async function idle(limit: Deadline, interval: number): Promise<boolean> {
  const stop = await limit.sleep(interval);
  if (stop?.reason === 'aborted') {
    throw new AbortedError('Following was aborted by its signal.', {}, limit.signal?.reason);
  }
  return stop !== undefined;
}
