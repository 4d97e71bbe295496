// A provider of a few operations, so that the engine is tested without the real ones.
import { readContract } from '../../src/contract/contract.ts';
import { createApi } from '../../src/engine/api.ts';
import { type Call, type Provider, Refusal } from '../../src/engine/provider.ts';
import { composeSandbox, type Internals, type Sandbox, type SandboxOptions } from '../../src/sandbox.ts';

interface Note {
  readonly id: string;
  readonly text: string;
}

interface NewNote {
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly text: string } } };
}

interface Notes {
  readonly notes: Note[];
}

const note = {
  type: 'object',
  required: ['id', 'text'],
  properties: { id: { type: 'string' }, text: { type: 'string' } },
};

const newNote = {
  type: 'object',
  required: ['text'],
  properties: {
    text: { type: 'string' },
    ignored: { type: 'string' },
    author: { type: 'object', properties: { name: { type: 'string' } } },
  },
};

const json = (schema: object, example?: unknown) => ({
  description: '',
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
});

const document = {
  openapi: '3.1.0',
  paths: {
    '/notes': {
      get: {
        operationId: 'listNotes',
        security: [{ key: [] }],
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        responses: { 200: json({ type: 'array', items: note }) },
      },
      post: {
        operationId: 'createNote',
        security: [{ key: [] }],
        'x-idempotency': { header: 'IDEMPOTENCY-KEY' },
        requestBody: { required: true, content: { 'application/json': { schema: newNote } } },
        responses: { 201: json(note), default: json({ type: 'string' }) },
      },
    },
    '/colours': {
      get: { operationId: 'listColours', responses: { 200: json({ type: 'array', items: {} }, ['red']) } },
    },
  },
};

const contract = readContract('fake', document);
const text = (status: number, body: string) => ({ status, body });

export function fakeProvider(name: 'iron' | 'paxos'): Provider<Notes> {
  return {
    name,
    contract,
    basePath: '/api',
    emptyRecords: () => ({ notes: [] }),
    authenticate({ headers }, operation) {
      const key = headers.get('x-api-key');
      if (operation.scopes && !key) throw new Refusal({ status: 401, text: 'no key' });
      return { account: key ?? '' };
    },
    handlers: {
      listNotes: (call: Call<unknown, Notes>) => ({ status: 200, body: call.records.notes }),
      createNote(call: Call<NewNote, Notes>) {
        const { text: words } = call.body;
        if (words === 'refused') throw new Refusal(text(422, 'refused'));
        if (words === 'broken') throw new Error('broken');
        const created = { id: call.id(), text: words };
        call.records.notes.push(created);
        call.emit({ type: 'note_created', data: created });
        call.schedule(60_000, 'remind', created.id);
        return { status: 201, body: created };
      },
    },
    jobs: {
      remind(context, id: string) {
        context.emit({ type: 'note_due', data: { id, at: context.timestamp() } });
      },
    },
    refusals: {
      invalid: (_operation, problems) => text(400, problems.map(({ field }) => field).join()),
      notFound: () => text(404, 'not found'),
      methodNotAllowed: () => text(405, 'not allowed'),
      malformedBody: () => text(400, 'malformed'),
      bodyTooLarge: () => text(413, 'too large'),
      failed: (detail) => ({ status: 500, body: { message: detail, trace_id: 't' } }),
    },
    idempotency: {
      lifetime: 24 * 3_600_000,
      missing: (header) => text(400, `${header} is required`),
      conflict: () => text(409, 'conflict'),
    },
    async deliver({ event }, subscription, at) {
      return {
        body: JSON.stringify({ type: event.type, data: event.data }),
        headers: { 'x-secret': subscription.secret, 'x-at': String(at), 'x-event': event.id },
      };
    },
    actions: {
      'note.lose'(context, id, { comment }) {
        const at = context.records.notes.findIndex((entry) => entry.id === id);
        if (at < 0) throw new TypeError('There is no such note.');
        context.records.notes.splice(at, 1);
        context.emit({ type: 'note_lost', data: { id, comment } });
      },
    },
    trigger(context, type, { note: id }) {
      if (type !== 'note_created') throw new TypeError(`There is no event '${type}'.`);
      const found = context.records.notes.find((entry) => entry.id === id);
      return found && { type, data: found };
    },
  };
}

export function fakeSandbox(options: SandboxOptions = {}): {
  readonly sandbox: Sandbox;
  readonly internals: Internals;
} {
  return composeSandbox(
    { seed: 1, clock: { start: new Date('2026-11-20T12:00:00Z'), stopped: true }, ...options },
    {
      iron: (shared) => createApi(fakeProvider('iron'), shared),
      paxos: (shared) => createApi(fakeProvider('paxos'), shared),
    },
  );
}

/** Sends a request to the fake API. */
export function send(
  sandbox: Sandbox,
  method: string,
  path: string,
  { body, key = 'k', headers = {} }: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return sandbox.iron.fetch(`http://fake.test/api${path}`, {
    method,
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export const createNote = (sandbox: Sandbox, words: string, key = 'k'): Promise<Response> =>
  send(sandbox, 'POST', '/notes', { body: { text: words }, key });
