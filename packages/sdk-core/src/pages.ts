import { InvalidRequestError, PaginationError } from './errors.ts';
import type { Pagination } from './operation.ts';
import { got } from './printable.ts';
import { type ApiPromise, CallPromise, type Settled } from './promise.ts';
import { onAbort } from './signal.ts';

/** Pagination helpers on each page. */
export interface PageLinks<Body> {
  hasNextPage(): boolean;
  /** The next page; undefined after the last. Throws `PaginationError` if its cursor came before. */
  getNextPage(): Promise<(Body & PageLinks<Body>) | undefined>;
}

/** Options of a call that returns a list. */
export interface PageOptions {
  /** Whether the next page is fetched while this one is in use. Default false. */
  readAhead?: boolean | undefined;
}

/**
 * A call for a list that has been sent. Awaited, it returns the first page; `for await` iterates over the items of all
 * pages, any number of times, and leaving the loop stops the requests.
 *
 * @example
 * for await (const customer of iron.customer.getAllCustomers()) { … }
 * const [first] = await iron.customer.getAllCustomers().toArray({ limit: 1 });
 */
export interface PagePromise<Item, Body, R = unknown> extends ApiPromise<Body & PageLinks<Body>, R> {
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
  /** Iterates over whole pages. */
  pages(): AsyncGenerator<Body & PageLinks<Body>, void, undefined>;
  /** The items of all pages, or the first `limit` of them. */
  toArray(options?: { limit?: number }): Promise<Item[]>;
}

/** How to get the pages of one list. */
export interface Pager {
  readonly pagination: Pagination;
  /** The name of the operation, for messages. */
  readonly operation: string;
  /** Fetches the page with this cursor. */
  readonly fetchPage: (cursor: string, signal: AbortSignal | undefined) => Promise<Settled>;
  /** The cursor with which the caller began. */
  readonly start: unknown;
  readonly readAhead: boolean | undefined;
  readonly signal: AbortSignal | null | undefined;
}

/** A page of any contract. */
export type AnyPage = Record<string, unknown> & { getNextPage(signal?: AbortSignal): Promise<AnyPage | undefined> };

/** The cursors that led to a page. Each pass over the list has a trail of its own, which starts at the first page. */
interface Trail {
  readonly cursor: unknown;
  readonly before: Trail | undefined;
}

/** The promise behind a call for a list. */
export class ListPromise extends CallPromise {
  readonly #pager: Pager;

  /** @param first the first page, which has been asked for */
  constructor(first: Promise<Settled>, pager: Pager) {
    const trail = { cursor: pager.start, before: undefined };
    super(first.then((settled) => ({ ...settled, data: linked(settled.data, trail, pager) })));
    this.#pager = pager;
  }

  async *pages(): AsyncGenerator<AnyPage, void, undefined> {
    const { readAhead, signal } = this.#pager;
    const stop = new AbortController();
    const forget = onAbort(signal, () => stop.abort(signal?.reason));
    try {
      let page = (await this) as AnyPage | undefined;
      while (page) {
        const next: Promise<AnyPage | undefined> | undefined = readAhead ? page.getNextPage(stop.signal) : undefined;
        // A caller that leaves the loop never looks at it.
        next?.catch(() => {});
        yield page;
        page = await (next ?? page.getNextPage());
      }
    } finally {
      forget();
      stop.abort();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    const { items } = this.#pager.pagination;
    for await (const page of this.pages()) yield* (page[items] as unknown[] | null | undefined) ?? [];
  }

  async toArray({ limit = Number.POSITIVE_INFINITY }: { limit?: number } = {}): Promise<unknown[]> {
    if (!(limit >= 0)) throw new InvalidRequestError(`Option 'limit' must be a non-negative number (${got(limit)}).`);
    const items: unknown[] = [];
    if (limit) for await (const item of this) if (items.push(item) >= limit) break;
    return items;
  }
}

/** Adds the helpers to a page, whose shape was checked when it was decoded. */
function linked(data: unknown, trail: Trail, pager: Pager): unknown {
  const page = data as Record<string, unknown>;
  const cursor = page[pager.pagination.next] as string | null | undefined;
  const getNextPage = async (signal?: AbortSignal): Promise<unknown> => {
    if (!cursor) return undefined;
    for (let at: Trail | undefined = trail; at; at = at.before) if (at.cursor === cursor) throw repeated(cursor, pager);
    const { data: next } = await pager.fetchPage(cursor, signal);
    return linked(next, { cursor, before: trail }, pager);
  };
  return Object.defineProperties(page, { hasNextPage: { value: () => !!cursor }, getNextPage: { value: getNextPage } });
}

function repeated(cursor: string, { operation }: Pager): PaginationError {
  const message = `${operation}: pagination stopped: the API returned cursor '${cursor.slice(0, 100)}' twice. Items yielded so far are complete.`;
  return new PaginationError(message, { operation, cursor });
}
