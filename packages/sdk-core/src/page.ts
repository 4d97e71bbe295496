import { ConfigError, PaginationError } from './errors.ts';
import { type ApiPromise, CallPromise, type Settled } from './promise.ts';

/** What a page knows of the next one. */
export interface PageLinks<Body> {
  hasNextPage(): boolean;
  /** The next page; undefined after the last. Throws `PaginationError` if its cursor came before. */
  getNextPage(): Promise<(Body & PageLinks<Body>) | undefined>;
}

/** The options of a call that gives a list. */
export interface PageOptions {
  /** Whether the next page is fetched while this one is being looked at. Default false. */
  readAhead?: boolean | undefined;
}

/**
 * A call for a list that has been sent. Awaited, it gives the first page; `for await` goes over the items of all pages,
 * and leaving the loop stops the requests.
 *
 * @example
 * for await (const customer of iron.customer.getAllCustomers()) { … }
 * const [first] = await iron.customer.getAllCustomers().toArray({ limit: 1 });
 */
export interface PagePromise<Item, Body, R = unknown> extends ApiPromise<Body & PageLinks<Body>, R> {
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
  /** Goes over whole pages. */
  pages(): AsyncGenerator<Body & PageLinks<Body>, void, undefined>;
  /** The items of all pages, or the first `limit` of them. */
  toArray(options?: { limit?: number }): Promise<Item[]>;
}

/** Where the pages of an operation have their cursor and their items, and how to go over them. */
export interface Pager {
  /** Gets one page. Without a cursor it is the first. */
  readonly fetchPage: (cursor?: string, signal?: AbortSignal) => Promise<Settled>;
  readonly next: string;
  readonly items: string;
  /** The cursor with which the caller began. */
  readonly start: unknown;
  readonly readAhead: boolean | undefined;
  readonly signal: AbortSignal | null | undefined;
}

/** A page as it is here, where no contract is known. */
export type AnyPage = Record<string, unknown> & { getNextPage(signal?: AbortSignal): Promise<AnyPage | undefined> };

/** The promise behind a call for a list. */
export class ListPromise extends CallPromise {
  readonly #pager: Pager;

  constructor(pager: Pager) {
    // Every cursor belongs to the page that gave it, so asking a page twice for its next one is no repetition.
    const owners = new Map<unknown, object>([[pager.start, pager]]);
    const link = async (call: Promise<Settled>): Promise<Settled> => {
      const { data, response } = await call;
      const page = Object(data ?? {});
      const cursor = page[pager.next];
      const getNextPage = async (signal?: AbortSignal): Promise<unknown> => {
        if (!cursor) return undefined;
        if ((owners.get(cursor) ?? page) !== page) {
          throw new PaginationError(
            `the list gave cursor '${cursor}' a second time, so it would never end. What came before it is whole.`,
            undefined,
            { cursor },
          );
        }
        owners.set(cursor, page);
        return (await link(pager.fetchPage(cursor, signal))).data;
      };
      Object.defineProperties(page, { hasNextPage: { value: () => !!cursor }, getNextPage: { value: getNextPage } });
      return { data: page, response };
    };
    super(link(pager.fetchPage()));
    this.#pager = pager;
  }

  async *pages(): AsyncGenerator<AnyPage, void, undefined> {
    const { readAhead, signal } = this.#pager;
    const stop = new AbortController();
    const abort = (): void => stop.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    try {
      let page = (await this) as AnyPage | undefined;
      while (page) {
        const next: Promise<AnyPage | undefined> | undefined = readAhead ? page.getNextPage(stop.signal) : undefined;
        // Whoever leaves the loop never looks at it.
        next?.catch(() => {});
        yield page;
        page = await (next ?? page.getNextPage());
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      abort();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    for await (const page of this.pages()) yield* (page[this.#pager.items] as unknown[] | undefined) ?? [];
  }

  async toArray({ limit = Number.POSITIVE_INFINITY }: { limit?: number } = {}): Promise<unknown[]> {
    if (!(limit >= 0)) throw new ConfigError(`Option 'limit' must be a number from 0, not ${limit}.`);
    const items: unknown[] = [];
    if (limit) for await (const item of this) if (items.push(item) >= limit) break;
    return items;
  }
}
