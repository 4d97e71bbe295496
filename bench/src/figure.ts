// What is measured, and how it is told.
import { least, limits } from './limits.ts';

/** One figure. Less is better, unless it has a least value. */
export interface Figure {
  /** `null` where it could not be measured. */
  readonly value: number | null;
  readonly unit: 'ratio' | 'bytes' | 'µs' | 'ms' | 's' | 'instantiations' | 'packages';
  /** The least and the most of the single rounds; the value twice where there is nothing to vary. */
  readonly spread?: readonly [number, number];
  /** What it may be at most. */
  readonly limit?: number;
  /** What it must be at least; more is better. */
  readonly least?: number;
  /** Why there is no value. */
  readonly missing?: string;
}

export type Figures = Readonly<Record<string, Figure>>;

/** A figure with its limit, if it has one. */
export function figure(
  name: string,
  unit: Figure['unit'],
  value: number,
  spread: readonly [number, number] = [value, value],
): Figures {
  return { [name]: { value, unit, spread, ...boundsOf(name) } };
}

/** A figure that could not be measured, and why. It stands in the report: nothing is left out silently. */
export function missingFigure(name: string, unit: Figure['unit'], missing: string): Figures {
  return { [name]: { value: null, unit, ...boundsOf(name), missing } };
}

function boundsOf(name: string): Pick<Figure, 'limit' | 'least'> {
  const [most, fewest] = [limits[name], least[name]];
  return { ...(most !== undefined && { limit: most }), ...(fewest !== undefined && { least: fewest }) };
}
