// What both fake providers have in their lists: always the same, so that a reader can tell whether it got everything.

/** Records of the lists, in order. */
export const RECORDS: readonly { readonly id: string }[] = Array.from({ length: 7 }, (_none, index) => ({
  id: `5e1f0000-0000-4000-8000-${`${index}`.padStart(12, '0')}`,
}));

/** The id of the first record. */
export const RECORD_ID = '5e1f0000-0000-4000-8000-000000000000';

const PAGE_SIZE = 3;

/** One page; the cursor is the id of the first record of the next. */
export function pageOf(cursor: string | null): { items: readonly { id: string }[]; next: string | null } {
  const start = Math.max(
    0,
    RECORDS.findIndex(({ id }) => id === cursor),
  );
  return { items: RECORDS.slice(start, start + PAGE_SIZE), next: RECORDS[start + PAGE_SIZE]?.id ?? null };
}
