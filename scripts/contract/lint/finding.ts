// One thing that is wrong with a contract, and where.
import type { JsonObject } from '../json.ts';

export interface Finding {
  /** As people name it: `GET /a 200`, `webhook b`, `#/components/schemas/C/properties/d`. */
  readonly place: string;
  readonly rule: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** Reads an effective contract and says what is wrong with it. */
export type Rule = (document: JsonObject) => Finding[];
