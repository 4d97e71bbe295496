// How figures are printed.
import type { Figure, Figures } from './figure.ts';

/** What scripts read: one JSON object. */
export function json(figures: Figures): string {
  return JSON.stringify({ figures }, null, 2);
}

/** What people read. */
export function table(figures: Figures): string {
  const rows = Object.entries(figures).map(([name, figure]) => [name, ...cells(figure)]);
  const all = [['figure', 'value', 'unit', 'least … most', 'limit', ''], ...rows];
  const widths = all[0]?.map((_title, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => aligned(cell, column, widths))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function aligned(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 1 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
}

function cells({ value, unit, spread, limit, least, missing }: Figure): string[] {
  const most = limit !== undefined ? number(limit) : least !== undefined ? `at least ${number(least)}` : '';
  if (value === null) return ['missing', unit, '', most, `${missing}`];
  const [low, high] = spread ?? [value, value];
  const varied = low === high ? '' : `${number(low)} … ${number(high)}`;
  return [number(value), unit, varied, most, missed(value, limit, least)];
}

function missed(value: number, limit: number | undefined, least: number | undefined): string {
  if (limit !== undefined && value > limit) return 'over its limit';
  return least !== undefined && value < least ? 'below its least value' : '';
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
