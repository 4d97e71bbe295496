// Paxos's error bodies: problem details (RFC 9457), with what exists already in `meta.existing`.
import { type ErrorDescription, fieldErrorsOf } from '@org/sdk-core/internal';

/** Reads what an error body says. Shapes that are not known say nothing. */
export function describeError(body: unknown): ErrorDescription {
  const { title, detail, type, meta } = fieldsOf(body);
  const message = [title, detail].filter(isText).join(': ') || (isText(type) ? type : undefined);
  return { message, fieldErrors: fieldErrorsOf(fieldsOf(meta).details) };
}

/** The record that a 409 says exists already. */
export function existingRecord(body: unknown): unknown {
  return fieldsOf(fieldsOf(body).meta).existing;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
