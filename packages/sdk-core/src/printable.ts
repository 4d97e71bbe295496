// Control characters of a terminal, line breaks, and characters that reorder or hide text.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** A text of a server, as one line that a terminal and a log show as it is. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
