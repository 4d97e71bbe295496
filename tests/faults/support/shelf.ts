// What both providers have in their lists: always the same, so that a reader can tell whether it got everything.

/** Items of the lists, in order. */
export const SHELF: readonly { readonly id: string }[] = Array.from({ length: 7 }, (_none, index) => ({
  id: `5e1f0000-0000-4000-8000-${`${index}`.padStart(12, '0')}`,
}));

const SIZE = 3;

/** One page; the cursor is the id of the first item of the next. */
export function pageOf(cursor: string | null): { items: readonly { id: string }[]; next: string | null } {
  const start = Math.max(
    0,
    SHELF.findIndex(({ id }) => id === cursor),
  );
  return { items: SHELF.slice(start, start + SIZE), next: SHELF[start + SIZE]?.id ?? null };
}
