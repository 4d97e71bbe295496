// What an error body says, in the fields that APIs use most often. Correct it when you know the provider's own shapes.
import { type ErrorDescription, fieldErrorsOf } from '@org/sdk-core/internal';

/** Reads what an error body says. Shapes that are not known say nothing. */
export function describeError(body: unknown): ErrorDescription {
  const { message, detail, title, error, errors, request_id, trace_id } = fieldsOf(body);
  return {
    message: textOf(message) ?? textOf(detail) ?? textOf(fieldsOf(error).message) ?? textOf(error) ?? textOf(title),
    requestId: textOf(request_id) ?? textOf(trace_id),
    fieldErrors: fieldErrorsOf(errors),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
