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

/** How to get one page. Without a cursor it is the first. */
export type FetchPage = (cursor?: string, signal?: AbortSignal) => Promise<Settled>;

/** Where the pages of an operation have their cursor and their items, and how to go over them. */
export interface Pager {
  readonly fetchPage: FetchPage;
  readonly next: string;
  readonly items: string;
  /** The cursor with which the caller began. */
  readonly start: unknown;
  readonly readAhead: boolean;
  readonly signal: AbortSignal | undefined;
}

/** A page as it is here, where no contract is known. */
export type AnyPage = Record<string, unknown> & { getNextPage(signal?: AbortSignal): Promise<AnyPage | undefined> };

/** The promise behind a call for a list. */
export class ListPromise extends CallPromise {
  readonly #pager: Pager;

  constructor(pager: Pager) {
    // Every cursor belongs to the page that gave it, so asking a page twice for its next one is no repetition.
    const owners = new Map<unknown, number>([[pager.start, -1]]);
    const link = async (call: Promise<Settled>, index: number): Promise<Settled> => {
      const { data, response } = await call;
      const page = Object(data ?? {});
      const cursor = page[pager.next];
      const getNextPage = async (signal?: AbortSignal): Promise<unknown> => {
        if (!cursor) return undefined;
        if ((owners.get(cursor) ?? index) !== index) {
          throw new PaginationError(
            `the list gave cursor '${cursor}' a second time, so it would never end. What came before it is whole.`,
            undefined,
            { cursor },
          );
        }
        owners.set(cursor, index);
        return (await link(pager.fetchPage(cursor, signal), index + 1)).data;
      };
      Object.defineProperties(page, { hasNextPage: { value: () => !!cursor }, getNextPage: { value: getNextPage } });
      return { data: page, response };
    };
    super(link(pager.fetchPage(), 0));
    this.#pager = pager;
  }

  async *pages(): AsyncGenerator<AnyPage, void, undefined> {
    const { readAhead, signal } = this.#pager;
    const ahead = new AbortController();
    const abort = (): void => ahead.abort(signal?.reason);
    let page = (await this) as AnyPage | undefined;
    if (readAhead) signal?.addEventListener('abort', abort);
    try {
      while (page) {
        const next: Promise<AnyPage | undefined> | undefined = readAhead ? page.getNextPage(ahead.signal) : undefined;
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
    if (!(limit >= 0)) throw new ConfigError(`option 'limit' must be a number from 0, not ${limit}.`);
    const items: unknown[] = [];
    if (limit) for await (const item of this) if (items.push(item) >= limit) break;
    return items;
  }
}
