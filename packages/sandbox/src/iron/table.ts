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

/** Oldest first. */
export function all<Row>(table: Table<Row>): Row[] {
  return table.order.map((id) => table.rows[id] as Row);
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
  const rows = query.sort_order === 'asc' ? all(table) : all(table).reverse();
  const edge = query.prev_cursor ?? query.cursor;
  const at = edge === undefined ? -1 : rows.findIndex((row) => row.id === edge);
  if (edge !== undefined && at === -1) return undefined;
  const backward = query.prev_cursor !== undefined;
  const before = rows.slice(0, Math.max(backward ? at : at + 1, 0)).filter(matches);
  const after = rows.slice(backward ? at : at + 1).filter(matches);
  const items = backward ? before.slice(-size) : after.slice(0, size);
  const more = backward ? after.length > 0 : after.length > size;
  const earlier = backward ? before.length > size : before.length > 0;
  return {
    items,
    cursor: more ? (items.at(-1)?.id ?? null) : null,
    prev_cursor: earlier ? (items[0]?.id ?? null) : null,
  };
}
