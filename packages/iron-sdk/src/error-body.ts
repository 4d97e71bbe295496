// Iron's error bodies: a text, a JSON string, `{ message, trace_id }`, or `{ error: { code, message, request_id } }`.
import { type ErrorDescription, type ErrorResponse, fieldErrorsOf } from '@org/sdk-core/internal';

/** Reads what an error body says. Shapes that are not known say nothing. */
export function describeError(body: unknown): ErrorDescription {
  if (typeof body === 'string') {
    const text = body.trim();
    // Pages of proxies, and JSON that was cut off.
    return /^[<{[]/.test(text) ? {} : { message: textOf(text) };
  }
  const { message, trace_id, error, errors } = fieldsOf(body);
  const inner = fieldsOf(error);
  const code = textOf(inner.code);
  const said = textOf(inner.message);
  return {
    message: textOf(message) ?? (said && code ? `${code}: ${said}` : said),
    requestId: textOf(trace_id) ?? textOf(inner.request_id),
    fieldErrors: fieldErrorsOf(errors ?? inner.details),
  };
}

/**
 * Iron stores failures under their idempotency key and returns them to every retry. A trace id is made per request, so
 * the same body with the same trace id is such a failure. Bodies without one prove nothing.
 */
export function isStoredFailure({ body, text }: ErrorResponse, before: readonly ErrorResponse[]): boolean {
  return textOf(fieldsOf(body).trace_id) !== undefined && before.some((earlier) => earlier.text === text);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
