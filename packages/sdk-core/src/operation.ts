/** What a JSON body has to be, by the contract. `any`: the contract does not say; nothing at all is accepted too. */
export type ExpectedResponse = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'text' | 'none' | 'any';

/** Where a list has its cursor and its items. */
export interface Pagination {
  /** The query parameter that takes a cursor. */
  readonly parameter: string;
  /** The response's field with the cursor of the next page. */
  readonly next: string;
  /** The response's field with the items. */
  readonly items: string;
  /** True where the contract allows a page without its items, which then is an empty one. */
  readonly itemsOptional?: true;
}

/** How to read a record that exists already: each parameter takes a field of the existing record. */
export interface ReadBack {
  /** The method name of the operation that reads it. */
  readonly operation: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** One operation of a contract, as data. SDKs add facts of their own. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** The path template, such as `/customers/{id}`. */
  readonly path: string;
  /** The kind of body that a success has. */
  readonly response: ExpectedResponse;
  /** Where the idempotency key goes: a header, or a field of the body such as `account.ref_id`. */
  readonly idempotency?: { readonly header: string } | { readonly body: string };
  readonly readBack?: ReadBack;
  readonly pagination?: Pagination;
  /** The array that the response of a list without a cursor has to have. */
  readonly items?: string;
  /** Query arrays that are sent as `a,b`. All others repeat their name. */
  readonly commaSeparated?: readonly string[];
  /** False where the provider forbids sending it a second time. */
  readonly retry?: false;
}

/** Group, then method name, then operation. */
export type OperationTable<Op extends Operation = Operation> = Readonly<Record<string, Readonly<Record<string, Op>>>>;

/** An operation with the name of its method; for a path that is not in the contract, method and path. */
export type Named<Op extends Operation = Operation> = Op & { readonly name: string };

/** The operations of a table, by method name and by `METHOD /path`. */
export function indexOperations<Op extends Operation>(table: OperationTable<Op>): ReadonlyMap<string, Named<Op>> {
  const index = new Map<string, Named<Op>>();
  for (const group of Object.values(table)) {
    for (const [name, operation] of Object.entries(group)) {
      const named = { ...operation, name };
      index.set(name, named).set(`${operation.method} ${operation.path}`, named);
    }
  }
  return index;
}
