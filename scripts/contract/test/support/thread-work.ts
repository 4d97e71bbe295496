// Work for a thread, good and bad.
export const double = (number: number): number => number * 2;

export function spin(milliseconds: number): string {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return 'done';
}

/** Two to the power of 40 ways to match, none of which does. */
export const backtrack = (): boolean => /^(.|.)*!$/.test('a'.repeat(40));

export function fail(): never {
  throw new RangeError('no good');
}

export const leave = (): never => process.exit(0);

export const later = async (text: string): Promise<string> => Promise.resolve(text);
