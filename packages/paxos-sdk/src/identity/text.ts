/** The text, or `UNKNOWN` for everything that is not one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'UNKNOWN';
}
