// What is measured, and how it is told.
import { limits } from './limits.ts';

/** One figure. Less is better for all of them. */
export interface Figure {
  /** `null` where it could not be measured. */
  readonly value: number | null;
  readonly unit: 'ratio' | 'bytes' | 'ms' | 's' | 'instantiations';
  /** The least and the most of the single rounds; the value twice where there is nothing to vary. */
  readonly spread?: readonly [number, number];
  readonly limit?: number;
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
  const limit = limits[name];
  return { [name]: { value, unit, spread, ...(limit !== undefined && { limit }) } };
}

/** A figure that could not be measured, and why. It stands in the report: nothing is left out silently. */
export function missingFigure(name: string, unit: Figure['unit'], missing: string): Figures {
  const limit = limits[name];
  return { [name]: { value: null, unit, ...(limit !== undefined && { limit }), missing } };
}
