// A provider's file -> one document of which nothing can harm what comes after it. Works in a thread with a deadline.
// Names that the provider chooses end up in code, addresses and reports: what cannot stand there is refused by name and place.
// Texts need no such check, as none of them is kept.

import { parseYaml } from '../contract/files.ts';
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { groupName } from '../contract/names.ts';
import { isExtension, type Kind } from '../contract/openapi.ts';
import { Deadline, DeadlineError, inThread } from '../contract/thread.ts';
import { pointerText, visit } from '../contract/walk.ts';
import { bundle } from './bundle.ts';
import { BumpError, type FailureKind, textOf } from './fail.ts';
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

/** Enough for any real anchor; far below what it takes to grow a small file into gigabytes. */
const ALIASES = 100;
const DEEPEST = 128;
/** Values of any kind. The largest public descriptions have some 600,000. */
export const MOST_NODES = 2_000_000;

export function parseSpec(text: string, from: string): JsonObject {
  const document = read(text, from);
  if (!isObject(document))
    throw new BumpError(
      'document',
      `${from} is no OpenAPI document: it holds ${describe(document)}. Check the address; a page that needs a login looks like this.`,
    );
  bounded(document, from);
  if ('swagger' in document)
    throw new BumpError(
      'document',
      `${from} is Swagger ${String(document.swagger)}. Convert it to OpenAPI 3.0 or 3.1 first.`,
    );
  const version = String(document.openapi ?? '');
  if (!/^3\.[01]\.\d+/.test(version))
    throw new BumpError(
      'document',
      `${from} is no OpenAPI document that is understood here: its \`openapi\` is ${version ? JSON.stringify(version.slice(0, 20)) : 'missing'}, and 3.0 and 3.1 are.`,
    );
  if (!isObject(document.paths) && (document.paths !== undefined || !isObject(document.webhooks)))
    throw new BumpError('document', `${from} has no \`paths\`. Is it half a file?`);
  // Anchors make two places one object; what follows changes places one by one.
  return structuredCloneOf(document) as JsonObject;
}

/** Another file that the main one refers to. */
export function parseFragment(text: string, from: string): Json {
  const node = read(text, from);
  bounded(node, from);
  return structuredCloneOf(node);
}

function read(text: string, from: string): Json {
  const isJson = /^\s*[{[]/.test(text);
  try {
    return (isJson ? JSON.parse(text) : parseYaml(text, ALIASES)) as Json;
  } catch (error) {
    const reason = textOf(error).split('\n')[0];
    if (/alias|stack|call size/i.test(reason ?? ''))
      throw new BumpError('untrusted', `${from} is refused: ${reason}. A real API description does not need that.`);
    throw new BumpError('document', `${from} is neither JSON nor YAML: ${reason}. Is it half a file?`);
  }
}

/** Without recursion, so that depth itself cannot do harm; an object within itself has no depth that ends. */
function bounded(root: Json, from: string): void {
  let nodes = 0;
  const open: [Json, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    nodes++;
    if (depth > DEEPEST || nodes > MOST_NODES)
      throw new BumpError(
        'untrusted',
        `${from} is refused: it is nested deeper than ${DEEPEST} levels, contains itself, or has more than ${MOST_NODES} parts.`,
      );
    if (typeof node === 'object' && node !== null)
      for (const child of Object.values(node)) open.push([child, depth + 1]);
  }
}

const structuredCloneOf = (node: Json): Json => JSON.parse(JSON.stringify(node)) as Json;

const describe = (node: Json): string =>
  typeof node === 'string'
    ? `a text that begins ${JSON.stringify(node.trim().slice(0, 40))}`
    : Array.isArray(node)
      ? 'a list'
      : String(node);
