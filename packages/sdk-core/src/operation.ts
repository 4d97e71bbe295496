/**
 * What an SDK's generated table says of one operation. The words of a row stay as they are written there; whoever needs
 * one takes it apart.
 */
export interface Operation {
  /** The contract's operationId. */
  readonly id: string;
  /** The name of the method on the client. */
  readonly name: string;
  /** Upper case. */
  readonly method: string;
  /** The path template, such as `/customers/{id}`. */
  readonly path: string;
  /** Query arrays that are sent comma-separated, as `a,b`. All others repeat their key. */
  readonly csv?: string;
  /** Where the idempotency key goes: `header:NAME`, or `body:path.to.field`. */
  readonly key?: string;
  /** How to read back a record that exists already: `OPERATION:param=path.in.meta.existing`. */
  readonly read?: string;
  /** `PARAM:NEXT:ITEMS`: the query parameter for the cursor, the answer's fields with the next one and the items. */
  readonly page?: string;
  /** The class of rate limit it counts against. */
  readonly rate?: string;
  /** `never` where the provider forbids sending it a second time. */
  readonly retry?: string;
  /** Set for what exists in the sandbox only. */
  readonly sandbox?: string;
  /** Set where the contract asks for no credentials at all. */
  readonly public?: string;
  /** `a|b,c` asks for one of the first two, and for the third. */
  readonly scopes?: string;
}

/**
 * Group, then method name, then a row such as `'POST /customers key=header:IDEMPOTENCY-KEY'`. For the path door alone, a
 * group may be a list of rows without names.
 */
export type OperationTable = Readonly<Record<string, Readonly<Record<string, string>> | readonly string[]>>;

/** How an SDK's method names become the contract's operationIds, where they differ. */
export type ToOperationId = (name: string) => string;

/**
 * Reads one row of an operation table.
 *
 * @param row `METHOD PATH`, then words: `csv=a,b`, `key=header:NAME`, `sandbox` and the others of `Operation`
 */
export function parseRow(row: string, name?: string, id: string | undefined = name): Operation {
  const [method = '', path = '', ...words] = row.split(' ');
  const facts = words.map((word) => [word.split('=', 1)[0], word.slice(word.indexOf('=') + 1)]);
  const at = `${method} ${path}`;
  return { id: id ?? at, name: name ?? at, method, path, ...Object.fromEntries(facts) };
}

/** The operations of one table, by method name and by `METHOD PATH`. */
export type OperationIndex = ReadonlyMap<string, Operation>;

/** Reads a table. */
export function indexTable(table: OperationTable, toId?: ToOperationId): OperationIndex {
  const index = new Map<string, Operation>();
  for (const group of Object.values(table)) {
    for (const [name, row] of Object.entries(group)) {
      // Rows of a list have no names, so their operations are called by method and path.
      const operation = Array.isArray(group) ? parseRow(row) : parseRow(row, name, toId?.(name));
      index.set(operation.name, operation).set(`${operation.method} ${operation.path}`, operation);
    }
  }
  return index;
}
