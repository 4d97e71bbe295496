// A bounded table of records by id, in the order in which they were made, and its pages.

/** Records of a kind per credential; then the oldest go, so that a long run does not grow. */
export const maxRows = 10_000;

/** Plain data: a snapshot is a copy of it. */
export interface Table<Row> {
  readonly rows: Record<string, Row>;
  /** Ids, oldest first. */
  readonly order: string[];
}

export function emptyTable<Row>(): Table<Row> {
  return { rows: {}, order: [] };
}

export function get<Row>(table: Table<Row>, id: string): Row | undefined {
  return Object.hasOwn(table.rows, id) ? table.rows[id] : undefined;
}

export function put<Row extends { readonly id: string }>(table: Table<Row>, row: Row): Row {
  if (!Object.hasOwn(table.rows, row.id)) table.order.push(row.id);
  table.rows[row.id] = row;
  while (table.order.length > maxRows) delete table.rows[table.order.shift() ?? ''];
  return row;
}

/** Adds to a list of ids, which is bounded as the table of their records is. */
export function pushBounded(ids: string[], id: string): void {
  ids.push(id);
  if (ids.length > maxRows) ids.shift();
}

/** Oldest first. */
export function all<Row>(table: Table<Row>): Row[] {
  return table.order.map((id) => table.rows[id] as Row);
}

/** The newest row that matches. */
export function findNewest<Row>(table: Table<Row>, matches: (row: Row) => boolean): Row | undefined {
  for (let index = table.order.length - 1; index >= 0; index -= 1) {
    const row = table.rows[table.order[index] ?? ''];
    if (row && matches(row)) return row;
  }
  return undefined;
}

export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly prev_cursor?: string | undefined;
  readonly page_size?: number | undefined;
  readonly sort_order?: string | undefined;
}

export interface Page<Row> {
  readonly items: Row[];
  readonly cursor: string | null;
  readonly prev_cursor: string | null;
}

/**
 * A page of the rows that match, newest first unless `sort_order` is `asc`. A cursor is the id of the row at the edge of
 * a page, so it holds while rows are added or change in between. Undefined where a cursor names no row.
 */
export function page<Row extends { readonly id: string }>(
  table: Table<Row>,
  query: PageQuery,
  matches: (row: Row) => boolean,
  max = 100,
): Page<Row> | undefined {
  const size = Math.min(Math.max(query.page_size ?? 10, 1), max);
  const { order, rows } = table;
  const count = order.length;
  const oldestFirst = query.sort_order === 'asc';
  const position = (index: number): number => (oldestFirst ? index : count - 1 - index);
  /** Up to `limit` rows that match, from a place of the list on, walked forward (1) or back (-1). */
  const walk = (from: number, step: 1 | -1, limit: number): Row[] => {
    const found: Row[] = [];
    for (let at = from; at >= 0 && at < count && found.length < limit; at += step) {
      const row = rows[order[position(at)] ?? ''];
      if (row && matches(row)) found.push(row);
    }
    return found;
  };

  const edge = query.prev_cursor ?? query.cursor;
  if (edge !== undefined && !Object.hasOwn(rows, edge)) return undefined;
  const at = edge === undefined ? -1 : position(order.indexOf(edge));
  const backward = query.prev_cursor !== undefined;
  const found = backward ? walk(at - 1, -1, size + 1) : walk(at + 1, 1, size + 1);
  const items = backward ? found.slice(0, size).reverse() : found.slice(0, size);
  const further = found.length > size;
  const behind = edge !== undefined && walk(at, backward ? 1 : -1, 1).length > 0;
  return {
    items,
    cursor: (backward ? behind : further) ? (items.at(-1)?.id ?? null) : null,
    prev_cursor: (backward ? further : behind) ? (items[0]?.id ?? null) : null,
  };
}
