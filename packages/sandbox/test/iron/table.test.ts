// Tables and their pages: every row once, forward and back, whatever is filtered.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyTable, findNewest, get, maxRows, page, put } from '../../src/iron/table.ts';

interface Row {
  readonly id: string;
  readonly even: boolean;
}

function tableOf(count: number) {
  const table = emptyTable<Row>();
  for (let index = 0; index < count; index += 1) put(table, { id: `row ${index}`, even: index % 2 === 0 });
  return table;
}

test('yields every row that matches once, and the same pages on the way back', () => {
  const cases = fc.record({
    count: fc.nat({ max: 40 }),
    page_size: fc.integer({ min: 1, max: 12 }),
    sort_order: fc.constantFrom('asc', 'desc', undefined),
    onlyEven: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ count, page_size, sort_order, onlyEven }) => {
      const table = tableOf(count);
      const matches = (row: Row): boolean => !onlyEven || row.even;
      const read = (cursors: { cursor?: string; prev_cursor?: string }) => {
        const found = page(table, { page_size, sort_order, ...cursors }, matches);
        if (!found) throw new Error('The cursor must be known.');
        return found;
      };
      const pages = [read({})];
      for (let last = pages[0]; last?.cursor; last = pages.at(-1)) pages.push(read({ cursor: last.cursor }));
      const ids = pages.flatMap(({ items }) => items.map(({ id }) => id));
      const expected = Object.values(table.rows)
        .filter(matches)
        .map(({ id }) => id);
      expect(ids).toEqual(sort_order === 'asc' ? expected : expected.reverse());

      const back = [pages.at(-1)];
      for (let first = back[0]; first?.prev_cursor; first = back[0])
        back.unshift(read({ prev_cursor: first.prev_cursor }));
      expect(back).toEqual(pages);
    }),
    { numRuns: 200 },
  );
});

test('keeps a bounded number of rows, the newest', () => {
  const table = tableOf(maxRows + 5);
  expect([table.order.length, Object.keys(table.rows).length]).toEqual([maxRows, maxRows]);
  expect([get(table, 'row 4'), get(table, 'row 5')?.id, findNewest(table, ({ even }) => even)?.id]).toEqual([
    undefined,
    'row 5',
    `row ${maxRows + 4}`,
  ]);
});

test('finds nothing under names that every object has', () => {
  expect(['__proto__', 'constructor', 'toString'].map((id) => get(tableOf(1), id))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
