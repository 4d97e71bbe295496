// What a tool reports: one type for lint, generation, overlays, the comparison of contracts and new providers. Text that may hold
// what a provider wrote is made safe for generated code, a terminal, a log and a pull request.
import type { JsonObject } from './json.ts';

export interface Diagnostic {
  /** An `error` stops the tool that found it; a `warning` is for a person to decide; a `note` needs nothing. */
  readonly severity: 'error' | 'warning' | 'note';
  /** Stable name of the rule, such as `operation-example`. */
  readonly code: string;
  /** The place, as `placeName` returns it: `GET /a 200`, `webhook b`, `#/components/schemas/C/properties/d`. */
  readonly where: string;
  readonly message: string;
  /** What to do about it; an overlay action to paste, where one would do. */
  readonly fix?: string;
}

export const problem = (code: string, where: string, message: string, fix?: string): Diagnostic => ({
  severity: 'error',
  code,
  where,
  message,
  ...(fix === undefined ? {} : { fix }),
});

/** One line for a terminal. */
export const diagnosticText = ({ where, message, fix }: Diagnostic): string =>
  `${where}: ${message}${fix === undefined ? '' : ` ${fix}`}`;

/** Reads an effective contract and reports what is wrong with it. */
export type Rule = (document: JsonObject) => Diagnostic[];

export interface LocatedDiagnostic extends Diagnostic {
  /** Relative to the provider's folder, with the line: `spec.yaml:12`. */
  readonly file: string;
}

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
