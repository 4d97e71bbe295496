// A provider's file -> one document of which nothing can harm what comes after it. Works in a thread with a deadline.
// Names that the provider chooses end up in code, addresses and reports: what cannot stand there is refused by name and place.
// Texts need no such check, as none of them is kept.

import { entries, items, type Json, type JsonObject } from '../contract/json.ts';
import { isExtension, type Kind } from '../contract/openapi.ts';
import { groupName } from '../contract/operations.ts';
import { Deadline, DeadlineError, inThread } from '../contract/thread.ts';
import { pointerText, visit } from '../contract/walk.ts';
import { bundle, parseSpec } from './bundle.ts';
import { BumpError, type FailureKind } from './fail.ts';
import { checkedServer, type Fetched } from './fetch.ts';

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

const FORMS = {
  'component name': /^[A-Za-z0-9._-]{1,200}$/,
  // Also with a query or a fragment, by which some providers tell operations of one address apart.
  path: /^\/(?:[A-Za-z0-9._~!()+,;=:@%/?&#*-]|\{[A-Za-z0-9._-]+\})*$/,
  'webhook name': /^[A-Za-z0-9._/-]{1,200}$/,
  // Names in code are derived from these.
  operationId: /^[A-Za-z0-9_][A-Za-z0-9_./ :#{}()-]{0,200}$/,
  tag: /^[\p{L}\p{N}][\p{L}\p{N} ._&/(),:'+-]{0,100}$/u,
  group: /^[A-Za-z0-9_]{0,101}$/,
  'parameter name': /^[A-Za-z0-9$_.@<>:*+,/()![\]-]{1,200}$/,
  'header name': /^[A-Za-z0-9!#$%&'*+.^_|~-]{1,200}$/,
  // Without a slash it is none, and is dropped afterwards.
  'media type': /^[A-Za-z0-9!#$&^_.+*-]+(?:\/[A-Za-z0-9!#$&^_.+*-]+(?:; ?[A-Za-z0-9-]+=[A-Za-z0-9_."-]+)*)?$/,
  status: /^(?:[1-5](?:\d\d|XX|xx)|default)$/,
  'security scheme': /^[A-Za-z0-9._-]{1,100}$/,
  scope: /^[A-Za-z0-9._:/*-]{1,200}$/,
  'link or callback': /^[A-Za-z0-9._-]{1,200}$/,
  // A runtime expression such as `{$request.body#/url}/events`.
  'callback address': /^[\x21-\x7e]{1,500}$/,
} as const;

/** Names that mean something to every object, so that reading or awaiting one would go wrong. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['__proto__', 'constructor', 'prototype', 'then'],
  ...['toString', 'valueOf', 'toJSON', 'hasOwnProperty'],
]);

/** Those that become names in code. */
const IN_CODE: ReadonlySet<What> = new Set<What>(['component name', 'operationId', 'group', 'security scheme']);

type What = keyof typeof FORMS;

/** Throws for the first name that cannot be used. */
function refuseUntrustedNames(document: JsonObject): void {
  visit(document, 'document', (node, kind, pointer) => {
    const where = pointerText(pointer);
    for (const [what, value] of namesOf(node, kind)) if (value !== undefined) refuse(what, value, where);
    if (kind === 'server' && node.url !== undefined) checkedServer(node.url, where);
  });
}

function refuse(what: What, value: Json, where: string): void {
  const name = String(value);
  if (FORMS[what].test(name) && !(IN_CODE.has(what) && RESERVED.has(name))) return;
  throw new BumpError(
    'untrusted',
    `the ${what} ${JSON.stringify(name.slice(0, 80))} (${where.slice(0, 200)}) cannot be used in code and addresses, so the file is refused. Ask the provider, or rename it in a copy of the file.`,
  );
}

/** What the names in a map are, by the kind of the object that holds the map and its key there. */
const NAMES: Partial<Record<Kind, Readonly<Record<string, What>>>> = {
  document: { paths: 'path', webhooks: 'webhook name' },
  operation: { responses: 'status', callbacks: 'link or callback' },
  parameter: { content: 'media type' },
  response: { headers: 'header name', content: 'media type', links: 'link or callback' },
  requestBody: { content: 'media type' },
  header: { content: 'media type' },
  encoding: { headers: 'header name' },
  flow: { scopes: 'scope' },
};

/** The names that one object holds itself. */
function* namesOf(node: JsonObject, kind: Kind): Generator<[What, Json | undefined]> {
  for (const [key, what] of Object.entries(NAMES[kind] ?? {})) yield* names(what, node[key]);
  if (kind === 'components')
    for (const [section, map] of entries(node).filter(([key]) => !isExtension(key)))
      yield* names(section === 'securitySchemes' ? 'security scheme' : 'component name', map);
  if (kind === 'callback') yield* names('callback address', node);
  if (kind === 'operation') yield ['operationId', node.operationId];
  if (kind === 'parameter') yield [node.in === 'header' ? 'header name' : 'parameter name', node.name];
  if (kind === 'securityScheme' && node.type === 'apiKey')
    yield [node.in === 'query' ? 'parameter name' : 'header name', node.name ?? ''];
  for (const tag of kind === 'tag' ? [node.name] : kind === 'operation' ? items(node.tags) : []) {
    if (tag === undefined) continue;
    yield ['tag', tag];
    // The group that a tag becomes is a name in code too.
    yield ['group', groupName(String(tag))];
  }
  for (const requirement of kind === 'operation' || kind === 'document' ? items(node.security) : []) {
    yield* names('security scheme', requirement);
    for (const scope of entries(requirement).flatMap(([, scopes]) => items(scopes))) yield ['scope', scope];
  }
}

function* names(what: What, map: Json | undefined): Generator<[What, Json]> {
  for (const [name] of entries(map)) if (!isExtension(name) && name !== '$ref') yield [what, name];
}
