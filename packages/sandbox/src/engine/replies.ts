// Replies that no handler makes: examples of the contract, refusals with a status of choice; and replies as responses.
import type { Operation, OperationResponse } from '../contract/contract.ts';
import type { Provider, Reply } from './provider.ts';

/** What the contract declares for a status of an operation. */
export function declared(operation: Operation, status: number): OperationResponse | undefined {
  return operation.responses.get(String(status)) ?? operation.responses.get('default');
}

/** The first success of the contract, with its first example. */
export function exampleOf(operation: Operation): Reply {
  const [status, response] = [...operation.responses].find(([code]) => code.startsWith('2')) ?? [];
  if (!status || !response) throw new Error(`${operation.id} has no success in the contract`);
  const [body] = response.examples.values();
  return withSource({ status: Number(status), body }, response, 'example');
}

/** Adds the declared content type, and a header that says where the body comes from. */
export function withSource(reply: Reply, { mediaType }: OperationResponse, source: 'memory' | 'example'): Reply {
  const type = mediaType && reply.body !== undefined ? { 'content-type': mediaType } : {};
  return { ...reply, headers: { ...type, 'x-sandbox-source': source, ...reply.headers } };
}

/** A refusal in the provider's form with any status: the form is that of `failed` for 5xx, and of `notFound` for the others. */
export function refusalOf<Records>({ refusals }: Provider<Records>, status: number, message: string): Reply {
  const like = status >= 500 ? refusals.failed(message) : refusals.notFound('');
  if (like.text !== undefined) return { ...like, status, text: message };
  if (typeof like.body !== 'object' || like.body === null) return { ...like, status, body: message };
  const own = { status, title: titles[status] ?? 'Error', detail: message, message };
  const body = Object.fromEntries(
    Object.entries(like.body).map(([key, value]) => [key, key in own ? own[key as keyof typeof own] : value]),
  );
  return { ...like, status, body };
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** A reply whose body is written already. */
export function sealed(reply: Reply): Reply {
  const { content, headers } = wireOf(reply);
  return { status: reply.status, ...(content !== undefined && { text: content }), headers };
}

/** Content and headers of a reply, as they go over the wire. */
export function wireOf({ body, text, headers }: Reply): {
  content: string | undefined;
  headers: Record<string, string>;
} {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (content === undefined) return { content, headers: { ...headers } };
  const type = text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
  return { content, headers: { 'content-type': type, ...headers } };
}
