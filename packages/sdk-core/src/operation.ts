/** What an SDK's generated table says of one operation. */
export interface Operation {
  /** The contract's operationId. */
  readonly id: string;
  /** The name of the method on the client. */
  readonly name: string;
  /** Upper case. */
  readonly method: string;
  /** The path template, such as `/customers/{id}`. */
  readonly path: string;
  /** The names in the path template. */
  readonly params: readonly string[];
  /** Query arrays that are sent comma-separated. All others repeat their key. */
  readonly csv: readonly string[];
  /** Where the idempotency key goes. */
  readonly key?: KeyPlace;
  readonly page?: Paging;
  /** The class of rate limit it counts against. */
  readonly rate?: string;
  /** False where the provider forbids sending it a second time. */
  readonly retry: boolean;
  /** True for what exists in the sandbox only. */
  readonly sandbox: boolean;
  /** All of the outer, any of the inner. */
  readonly scopes: readonly (readonly string[])[];
}

/** A header's name, or the path to a field of the body. */
export interface KeyPlace {
  readonly in: 'header' | 'body';
  readonly name: string;
  /** How to read back a record that the server says exists already. */
  readonly read?: { readonly operation: string; readonly param: string; readonly from: string };
}

/** The query parameter for the cursor, the answer's field with the next one, and the field with the items. */
export interface Paging {
  readonly param: string;
  readonly next: string;
  readonly items: string;
}

/** Group, then method name, then a row such as `'POST /customers key=header:IDEMPOTENCY-KEY'`. */
export type OperationTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How an SDK's method names become the contract's operationIds, where they differ. */
export type ToOperationId = (name: string) => string;

/**
 * Reads one row of an operation table.
 *
 * @param row `METHOD PATH`, then words: `csv=a,b`, `key=header:NAME`, `key=body:path.to.field`,
 * `read=OPERATION:param=path`, `page=PARAM:NEXT:ITEMS`, `rate=CLASS`, `retry=never`, `sandbox`, `scopes=a|b,c`.
 */
export function parseRow(row: string, name: string = row, id: string = name): Operation {
  const [method = '', path = '', ...words] = row.split(' ');
  const facts: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    facts[at < 0 ? word : word.slice(0, at)] = at < 0 ? word : word.slice(at + 1);
  }
  const { csv, key, read, page, rate, retry, sandbox, scopes } = facts;
  const [place, field = ''] = split(key, ':');
  const [operation = '', rest] = split(read, ':');
  const [param = '', from = ''] = split(rest, '=');
  const [cursor = '', next = '', items = ''] = page?.split(':') ?? [];
  return {
    id,
    name,
    method,
    path,
    params: (path.match(/{[^{}]+}/g) ?? []).map((word) => word.slice(1, -1)),
    csv: csv?.split(',') ?? [],
    ...(key && {
      key: { in: place as KeyPlace['in'], name: field, ...(read && { read: { operation, param, from } }) },
    }),
    ...(page && { page: { param: cursor, next, items } }),
    ...(rate && { rate }),
    retry: retry !== 'never',
    sandbox: !!sandbox,
    scopes: scopes?.split(',').map((any) => any.split('|')) ?? [],
  };
}

function split(text: string | undefined, separator: string): string[] {
  const at = text?.indexOf(separator) ?? -1;
  return text === undefined ? [] : at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Finds operations of one table; every row is read when it is first needed, and once. */
export interface OperationIndex {
  /** By the name of its method, in whichever group it is. */
  named(name: string): Operation | undefined;
  /** By method and path template. A path that the table leaves out is an operation without hints. */
  at(method: string, path: string): Operation;
}

/** Makes the index of a table. Nothing is read before the first question. */
export function indexTable(table: OperationTable, toId: ToOperationId = (name) => name): OperationIndex {
  const rows = new Map<string, string>();
  const names = new Map<string, string>();
  const parsed = new Map<string, Operation>();
  const load = (): void => {
    for (const group of Object.values(table)) {
      for (const [name, row] of Object.entries(group)) {
        rows.set(name, row);
        names.set(row.split(' ', 2).join(' '), name);
      }
    }
  };
  const named = (name: string): Operation | undefined => {
    let operation = parsed.get(name);
    if (!operation) {
      if (!rows.size) load();
      const row = rows.get(name);
      if (row) {
        operation = parseRow(row, name, toId(name));
        parsed.set(name, operation);
      }
    }
    return operation;
  };
  return {
    named,
    at(method, path) {
      const key = `${method} ${path}`;
      if (!rows.size) load();
      return named(names.get(key) ?? '') ?? parsed.get(key) ?? set(key, parseRow(key));
    },
  };
  function set(key: string, operation: Operation): Operation {
    parsed.set(key, operation);
    return operation;
  }
}
