// What a tool reports: one type for lint, generation, overlays, the comparison of contracts and new providers.
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
