// Control characters of a terminal, line breaks, and characters that reorder or hide text.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** A text of a server, as one line that a terminal and a log show as it is. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/**
 * How a message names a value that was refused. A long text is not shown: it may be a secret that was passed in place of
 * another option.
 */
export function got(value: unknown): string {
  if (typeof value === 'string') {
    return /^([a-z]{0,12}|[\w./-]{1,8})$/i.test(value)
      ? `got '${value}'`
      : `got a string of ${value.length} characters`;
  }
  if (Array.isArray(value)) return 'got a list';
  return `got ${(typeof value === 'object' && value !== null) || typeof value === 'function' ? typeof value : String(value)}`;
}
