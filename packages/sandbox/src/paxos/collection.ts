// Records of one kind, by id and by the caller's own reference. Plain data, bounded, oldest first.

/** Records of a kind that one credential may have; then the oldest go, a tenth at a time. */
export const maxRecords = 10_000;

export interface Stored {
  readonly id: string;
  ref_id?: string;
}

export interface Collection<T extends Stored> {
  byId: Record<string, T>;
  /** Ids by `ref_id`, each behind a prefix: a reference may be any text, `__proto__` included. */
  byRef: Record<string, string>;
  /** Oldest first. Reading the keys of `byId` in their order would take ten times as long. */
  ids: string[];
}

export function emptyCollection<T extends Stored>(): Collection<T> {
  return { byId: {}, byRef: {}, ids: [] };
}

/** `stays` selects records that are never removed for newer ones. */
export function add<T extends Stored>(
  collection: Collection<T>,
  record: T,
  stays: (old: T) => boolean = () => false,
): T {
  if (collection.ids.length >= maxRecords) makeRoom(collection, stays);
  collection.byId[record.id] = record;
  collection.ids.push(record.id);
  if (record.ref_id) collection.byRef[`ref ${record.ref_id}`] = record.id;
  return record;
}

export function remove<T extends Stored>(collection: Collection<T>, record: T): void {
  collection.ids = collection.ids.filter((id) => id !== record.id);
  forget(collection, record);
}

function makeRoom<T extends Stored>(collection: Collection<T>, stays: (old: T) => boolean): void {
  const [old, young] = [all(collection).slice(0, maxRecords / 10), collection.ids.slice(maxRecords / 10)];
  const kept = old.filter(stays);
  for (const record of old) if (!kept.includes(record)) forget(collection, record);
  collection.ids = [...kept.map(({ id }) => id), ...young];
}

function forget<T extends Stored>(collection: Collection<T>, record: T): void {
  delete collection.byId[record.id];
  if (record.ref_id && collection.byRef[`ref ${record.ref_id}`] === record.id) {
    delete collection.byRef[`ref ${record.ref_id}`];
  }
}

/** Gives a record another reference. */
export function rename<T extends Stored>(collection: Collection<T>, record: T, ref: string): void {
  if (record.ref_id) delete collection.byRef[`ref ${record.ref_id}`];
  record.ref_id = ref;
  if (ref) collection.byRef[`ref ${ref}`] = record.id;
}

export function find<T extends Stored>(collection: Collection<T>, id: string | undefined): T | undefined {
  return id !== undefined && Object.hasOwn(collection.byId, id) ? collection.byId[id] : undefined;
}

export function findByRef<T extends Stored>(collection: Collection<T>, ref: string | undefined): T | undefined {
  return ref ? find(collection, collection.byRef[`ref ${ref}`]) : undefined;
}

/** In the order in which they were added. */
export function all<T extends Stored>(collection: Collection<T>): T[] {
  const { ids, byId } = collection;
  return ids.map((id) => byId[id] as T);
}
