/** What the body of an error says. */
export interface BodyFacts {
  /** For a person, one line of at most 300 characters. */
  readonly detail: string;
  /** The id under which the provider knows the request. */
  readonly requestId: string | undefined;
}

/**
 * Reads the shapes that error bodies have: nothing, a proxy's page, broken JSON, plain text or a JSON string,
 * `{ message, trace_id }`, `{ error: { code, message, request_id } }`, problem+json, and JSON of any other shape.
 *
 * @param body decoded where it was JSON, else its text
 */
export function describeBody(body: unknown): BodyFacts {
  // `Object` also takes texts and numbers, which have none of these fields.
  const { message, trace_id, error, title, detail, type } = Object(body ?? '') as Record<string, unknown>;
  const inner = Object(error ?? '') as Record<string, unknown>;
  const id = trace_id ?? inner.request_id;
  const says =
    typeof body === 'string'
      ? sayText(body)
      : (text(message) ??
        (text(inner.message) && `${inner.code ?? 'error'}: ${inner.message}`) ??
        ([title, detail].filter(text).join(': ') || text(type)) ??
        JSON.stringify(body));
  return { detail: says?.slice(0, 1000).replace(/\s+/g, ' ').trim().slice(0, 300) || NOTHING, requestId: text(id) };
}

const NOTHING = 'there is no body';

function sayText(body: string): string {
  if (/^\s*</.test(body)) return 'the body is HTML, so a proxy answered rather than the API';
  // A text that begins as an object would have been decoded if it were whole.
  return /^\s*[{[]/.test(body) ? `the body is broken JSON: ${body}` : body;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
