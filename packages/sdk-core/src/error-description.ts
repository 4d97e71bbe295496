// What is known of a response: how an SDK reads its provider's error bodies, and what hooks are told.
import { objectsIn } from './assert.ts';
import { type FieldError, hide } from './errors.ts';
import type { Outcome } from './outcome.ts';

/** What the provider's error body says. */
export interface ErrorDescription {
  /** The provider's own sentence, from a shape that is known. */
  readonly message?: string | undefined;
  /** The id under which the provider knows the request. */
  readonly requestId?: string | undefined;
  /** The fields of the request that it did not accept. */
  readonly fieldErrors?: readonly FieldError[] | undefined;
}

/**
 * Reads a list of invalid fields, as error bodies have it: `[{ field: 'email', message: 'is taken' }]`. Names that are not
 * names are left out, as they might be values.
 */
export function fieldErrorsOf(list: unknown): readonly FieldError[] | undefined {
  const entries = objectsIn(list as readonly Readonly<Record<string, unknown>>[]);
  const found = entries.flatMap(({ field, path, pointer, message, description, detail, reason }) => {
    const name = [field, path, pointer].find((one) => typeof one === 'string' && /^[\w$#/.[\]-]{1,100}$/.test(one));
    const why = [message, description, detail, reason].find((one) => typeof one === 'string');
    return name === undefined ? [] : [{ field: name as string, message: why as string | undefined }];
  });
  return found.length > 0 ? found.slice(0, MOST_FIELDS) : undefined;
}

/** Fields that an error names: a list of any length may come. */
const MOST_FIELDS = 20;

/** How an SDK reads its provider's error bodies: decoded where they are JSON, else their text. */
export type DescribeError = (body: unknown) => ErrorDescription;

/** The id of a response, where its body says none. */
export function requestIdOf({ headers }: Response): string | undefined {
  return headers.get('x-request-id') ?? undefined;
}

/** Adds to a result what is known of the response. Consoles and logs do not show the response and its body. */
export function addResponse<Result extends object>(
  result: Result,
  outcome: Outcome | undefined,
  describe: DescribeError,
): Result & { status?: number; requestId?: string | undefined; response?: Response; body?: unknown } {
  if (!outcome || !('response' in outcome)) return result;
  const { response } = outcome;
  const body = outcome.ok ? outcome.data : outcome.kind === 'response' ? outcome.body : undefined;
  const said = outcome.ok ? undefined : describe(body).requestId;
  const shown = { ...result, status: response.status, requestId: said ?? requestIdOf(response) };
  return hide(shown, { response: headOf(response), body });
}

/** A response for hooks: with its own body, a hook could read it before the call does. */
export function headOf({ status, statusText, headers }: Response): Response {
  try {
    return new Response(null, { status, statusText, headers });
  } catch {
    // Browsers hide redirects behind status 0, with which no Response can be made.
    return Response.error();
  }
}
