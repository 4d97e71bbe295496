// A provider's file -> one document of which nothing can harm what comes after it. Works in a thread with a deadline.
import type { JsonObject } from '../contract/json.ts';
import { Deadline, DeadlineError, inThread } from '../contract/thread.ts';
import { bundle } from './bundle.ts';
import { BumpError, type FailureKind } from './fail.ts';
import type { Fetched } from './fetch.ts';
import { parseSpec } from './parse.ts';
import { refuseUntrustedNames } from './untrusted.ts';

type Outcome =
  | { readonly document: JsonObject }
  | { readonly failure: { readonly kind: FailureKind; readonly message: string } };

/** Parses the file, joins the files that it refers to and refuses what cannot be used. */
export async function readSpec({ text, address }: Fetched, deadline: Deadline = new Deadline()): Promise<JsonObject> {
  const work = { module: new URL(import.meta.url), name: 'readHere', doing: `reading ${address}` };
  const outcome = await inThread<Outcome>(work, [text, address], deadline).catch(untrusted);
  if ('failure' in outcome) throw new BumpError(outcome.failure.kind, outcome.failure.message);
  return outcome.document;
}

/** Turns the end of a thread into a refusal of the file. */
export function untrusted(error: unknown): never {
  if (!(error instanceof DeadlineError)) throw error;
  throw new BumpError('untrusted', `${error.message} Nothing was written.`, { cause: error });
}

/** The same in the thread itself. A BumpError would lose its kind on the way, so it is the result. */
export function readHere(text: string, from: string): Outcome {
  try {
    const document = bundle(parseSpec(text, from), from);
    refuseUntrustedNames(document);
    return { document };
  } catch (error) {
    if (error instanceof BumpError) return { failure: { kind: error.kind, message: error.message } };
    throw error;
  }
}
