// A provider's file -> one document of which nothing can harm what comes after it. Works in a thread with a deadline.
// Names that the provider chooses end up in code, addresses and reports: what cannot stand there is refused by name and place.
// Texts need no such check, as none of them is kept.
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { groupName } from '../contract/names.ts';
import { isExtension, type Kind } from '../contract/openapi.ts';
import { Deadline, DeadlineError, inThread } from '../contract/thread.ts';
import { pointerText, visit } from '../contract/walk.ts';
import { bundle } from './bundle.ts';
import { BumpError, type FailureKind } from './fail.ts';
import type { Fetched } from './fetch.ts';
import { parseSpec } from './parse.ts';
import { checkedServer } from './servers.ts';

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
    for (const [what, value] of namesOf(node, kind)) refuse(what, value, where);
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

/** The names that one object holds itself. */
function* namesOf(node: JsonObject, kind: Kind): Generator<[What, Json]> {
  switch (kind) {
    case 'document':
      yield* names('path', node.paths);
      yield* names('webhook name', node.webhooks);
      yield* schemesOf(node);
      return;
    case 'components':
      for (const [section, map] of Object.entries(node).filter(([key]) => !isExtension(key)))
        yield* names(section === 'securitySchemes' ? 'security scheme' : 'component name', map);
      return;
    case 'tag':
      if (node.name !== undefined) yield* tag(node.name);
      return;
    case 'operation':
      if (node.operationId !== undefined) yield ['operationId', node.operationId];
      for (const one of listOf(node.tags)) yield* tag(one);
      yield* schemesOf(node);
      yield* names('status', node.responses);
      yield* names('link or callback', node.callbacks);
      return;
    case 'parameter':
      if (node.name !== undefined) yield [node.in === 'header' ? 'header name' : 'parameter name', node.name];
      yield* names('media type', node.content);
      return;
    case 'response':
      yield* names('header name', node.headers);
      yield* names('media type', node.content);
      yield* names('link or callback', node.links);
      return;
    case 'requestBody':
    case 'header':
      yield* names('media type', node.content);
      return;
    case 'encoding':
      yield* names('header name', node.headers);
      return;
    case 'callback':
      yield* names('callback address', node);
      return;
    case 'securityScheme':
      if (node.type === 'apiKey') yield [node.in === 'query' ? 'parameter name' : 'header name', node.name ?? ''];
      return;
    case 'flow':
      yield* names('scope', node.scopes);
      return;
    default:
  }
}

/** The group that a tag becomes is a name in code too. */
function* tag(name: Json): Generator<[What, Json]> {
  yield ['tag', name];
  yield ['group', groupName(String(name))];
}

function* schemesOf({ security }: JsonObject): Generator<[What, Json]> {
  for (const requirement of listOf(security)) {
    yield* names('security scheme', requirement);
    if (isObject(requirement))
      for (const scopes of Object.values(requirement)) for (const scope of listOf(scopes)) yield ['scope', scope];
  }
}

function* names(what: What, map: Json | undefined): Generator<[What, Json]> {
  if (isObject(map)) for (const name of Object.keys(map)) if (!isExtension(name) && name !== '$ref') yield [what, name];
}

const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
