// Lists: filters of time, order, limit, and cursors that name the last item seen.
import { badRequest } from './problems.ts';

type Query = Readonly<Record<string, unknown>>;

export interface PageRules<T> {
  /** What the list is sorted by; `created_at` unless given. RFC 3339 or a name. */
  readonly sortKey?: (item: T) => string;
  readonly order?: 'ASC' | 'DESC';
  /** Items of a page when the caller names no limit. */
  readonly limit?: number;
  readonly maxLimit?: number;
}

export interface Page<T> {
  readonly items: T[];
  readonly next_page_cursor?: string;
}

interface Item {
  readonly id?: string;
  readonly created_at?: string;
}

/** One page of `items`, which are in the order of their creation. Throws a `Refusal` for a limit or cursor that is none. */
export function pageOf<T extends Item>(items: readonly T[], query: object, rules: PageRules<T> = {}): Page<T> {
  const { page_cursor: cursor, limit: asked, order = rules.order ?? 'DESC' } = query as Query;
  const { sortKey = (item: T) => item.created_at ?? '', limit = 100, maxLimit = 1000 } = rules;
  const size = asked === undefined ? limit : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > maxLimit) throw badRequest(`limit is outside 1 to ${maxLimit}`);

  const keyed = items.map((item, index) => ({ item, key: sortKey(item), index }));
  const direction = order === 'ASC' ? 1 : -1;
  keyed.sort((a, b) => direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  const start = typeof cursor === 'string' && cursor !== '' ? startOf(keyed, readCursor(cursor), direction) : 0;
  const page = keyed.slice(start, start + size);
  const last = page.at(-1);
  const more = start + size < keyed.length;
  return {
    items: page.map(({ item }) => item),
    ...(more && last && { next_page_cursor: writeCursor(last.key, last.item.id ?? '') }),
  };
}

/** Whether `at` is within `<name>.lt`, `.lte`, `.eq`, `.gte`, `.gt`, `.begin` and `.end` of the query. */
export function within(at: string | undefined, query: object, name = 'created_at'): boolean {
  // Most requests have no such filter, and lists are long.
  if (!Object.keys(query).some((key) => key.startsWith(name))) return true;
  const time = Date.parse(at ?? '');
  const bound = (suffix: string): number | undefined => {
    const text = (query as Query)[`${name}.${suffix}`];
    return typeof text === 'string' ? Date.parse(text) : undefined;
  };
  const holds = (limit: number | undefined, test: (limit: number) => boolean) => limit === undefined || test(limit);
  return (
    holds(bound('lt'), (limit) => time < limit) &&
    holds(bound('lte'), (limit) => time <= limit) &&
    holds(bound('eq'), (limit) => time === limit) &&
    holds(bound('gte'), (limit) => time >= limit) &&
    holds(bound('gt'), (limit) => time > limit) &&
    holds(bound('begin'), (limit) => time >= limit) &&
    holds(bound('end'), (limit) => time <= limit)
  );
}

/** Whether a filter of several values, if there is one, has this value. */
export function among(values: readonly string[] | undefined, value: string | undefined): boolean {
  return values === undefined || values.length === 0 || (value !== undefined && values.includes(value));
}

/** Whether a filter of one value, if there is one, is this value. */
export function is(wanted: string | boolean | undefined, value: string | boolean | undefined): boolean {
  return wanted === undefined || wanted === value;
}

interface Cursor {
  readonly key: string;
  readonly id: string;
}

function startOf<T extends Item>(
  sorted: readonly { item: T; key: string }[],
  { key, id }: Cursor,
  direction: number,
): number {
  const last = sorted.findIndex(({ item }) => item.id === id);
  if (last !== -1) return last + 1;
  const next = sorted.findIndex((one) => (direction > 0 ? one.key > key : one.key < key));
  return next === -1 ? sorted.length : next;
}

function writeCursor(key: string, id: string): string {
  return btoa(encodeURIComponent(JSON.stringify([key, id])));
}

function readCursor(text: string): Cursor {
  try {
    const [key, id] = JSON.parse(decodeURIComponent(atob(text))) as [unknown, unknown];
    if (typeof key === 'string' && typeof id === 'string') return { key, id };
  } catch {
    // Not one of ours: refused below.
  }
  throw badRequest('page_cursor token cannot be parsed');
}
