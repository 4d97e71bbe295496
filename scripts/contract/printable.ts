// Text that may hold what a provider wrote, made safe for a terminal, a log and a pull request.

/**
 * Control characters, which steer a terminal, and invisible ones, which reverse or hide what stands beside them. Tabs and line
 * breaks are left to the caller.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same text with steering characters as escapes, such as `\u001b`. Every message that a command prints goes through here. */
export const printable = (text: string): string => text.replace(STEERING, escaped);

/** On one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\n\t]/g, ' ');

/** JSON for machines that may be shown all the same: an escape in a string stands for the same character. */
export const printableJson = (value: unknown): string => `${printable(JSON.stringify(value, null, 2))}\n`;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
