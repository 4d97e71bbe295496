// Text that may hold what a provider wrote, made safe for generated code, a terminal, a log and a pull request.

/**
 * Control characters, which steer a terminal, and characters that are invisible, reverse the text beside them or end a
 * line in JavaScript.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The same text with such characters as escapes, such as `\u001b`; `keep` names those that may stay. */
export const visible = (text: string, keep = ''): string =>
  text.replaceAll(INVISIBLE, (character) => (keep.includes(character) ? character : escaped(character)));

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Every message that a command prints goes through here: line breaks and tabs stay. */
export const printable = (text: string): string => visible(text, '\n\t');

/** On one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\n\t]/g, ' ');

/** JSON that is safe to show: an escape in a string means the same character. */
export const printableJson = (value: unknown): string => `${printable(JSON.stringify(value, null, 2))}\n`;
