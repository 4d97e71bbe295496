/** What the body of an error is, and what it says. */
export interface BodyFacts {
  readonly kind: 'empty' | 'html' | 'truncated' | 'text' | 'message' | 'error' | 'problem' | 'json';
  /** For a person, one line of at most 300 characters. */
  readonly detail: string;
  /** The id under which the provider knows the request. */
  readonly requestId?: string;
}

/**
 * Tells the shapes of error bodies apart: nothing, a proxy's page, broken JSON, plain text or a JSON string,
 * `{ message, trace_id }`, `{ error: { code, message, request_id } }`, problem+json, and JSON of any other shape.
 *
 * @param body decoded where it was JSON, else its text
 */
export function describeBody(body: unknown): BodyFacts {
  if (body === undefined || body === null || body === '') return { kind: 'empty', detail: 'there is no body' };
  if (typeof body === 'string') {
    if (/^\s*</.test(body))
      return { kind: 'html', detail: 'the body is HTML, so a proxy answered rather than the API' };
    // A string that begins as an object would have been decoded if it were whole.
    if (/^\s*[{[]/.test(body)) return { kind: 'truncated', detail: `the body is broken JSON: ${line(body)}` };
    return { kind: 'text', detail: line(body) };
  }
  const { message, trace_id, error, title, detail, type } = body as Record<string, unknown>;
  const inner = (error instanceof Object ? error : {}) as Record<string, unknown>;
  if (typeof message === 'string') return { kind: 'message', detail: line(message), ...id(trace_id) };
  if (typeof inner.message === 'string') {
    return { kind: 'error', detail: line(`${inner.code ?? 'error'}: ${inner.message}`), ...id(inner.request_id) };
  }
  const says = [title, detail].filter((text) => typeof text === 'string' && text).join(': ') || type;
  if (typeof says === 'string') return { kind: 'problem', detail: line(says), ...id(trace_id) };
  return { kind: 'json', detail: line(JSON.stringify(body)), ...id(trace_id) };
}

function line(text: string): string {
  return text.slice(0, 1000).replace(/\s+/g, ' ').trim().slice(0, 300);
}

function id(requestId: unknown): { requestId?: string } {
  return typeof requestId === 'string' && requestId ? { requestId } : {};
}
