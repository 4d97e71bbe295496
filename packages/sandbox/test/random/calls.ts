// Random calls for fast-check: an operation of the contract with an example as its body, in which ids are those that earlier responses
// named, and now and then something is wrong. A failure shrinks to the few calls that it needs.
import type { AsyncCommand } from 'fast-check';
import fc from 'fast-check';
import { expect } from 'vitest';
import { loadContract, type Node, type Operation } from '../../src/contract/contract.ts';
import { milliseconds } from '../../src/engine/clock.ts';
import type { Sandbox } from '../../src/index.ts';

export type ProviderName = 'iron' | 'paxos';

/** What earlier responses named: ids by what they are ids of. */
export interface Model {
  readonly ids: Map<string, string[]>;
  /** The last request that changed something, to be sent again. */
  last: SentRequest | undefined;
  /** Text of what was sent, for the report of a failure. */
  readonly trace: string[];
}

export interface World {
  readonly sandbox: Sandbox;
  /** Headers that authorize a request. */
  authorize(provider: ProviderName): Promise<Record<string, string>>;
}

interface SentRequest {
  readonly provider: ProviderName;
  readonly operation: Operation;
  readonly url: string;
  readonly init: { method: string; headers: Record<string, string>; body: string | null };
  readonly status: number;
  readonly response: string;
  /** From memory, not from an example of the contract. */
  readonly remembered: boolean;
}

const bases = { iron: 'https://api.sandbox.iron.xyz/api', paxos: 'https://api.sandbox.paxos.com/v2' } as const;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What may be wrong with a request: in two of three, nothing is. */
const faults = [...Array<'nothing'>(8).fill('nothing'), 'drop', 'type', 'text', 'id'] as const;

/** From the smallest to more than anybody has. */
const amounts = ['0.01', '1', '99.99', '400', '1000000'];

interface Choice {
  readonly operation: Operation;
  readonly provider: ProviderName;
  readonly picks: readonly number[];
  readonly fault: (typeof faults)[number];
}

/** @param only ids of the operations to draw from; by default all of the contract */
export function commandsOf(
  provider: ProviderName,
  only?: ReadonlySet<string>,
): fc.Arbitrary<AsyncCommand<Model, World>>[] {
  const operations = [...loadContract(provider).operations.values()].filter(({ id }) => only?.has(id) ?? true);
  const picks = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });
  const choice = fc.record({ operation: fc.constantFrom(...operations), picks, fault: fc.constantFrom(...faults) });
  // Reading finds less than changing: operations that change are drawn three times as often.
  const changes = operations.filter(({ method }) => method !== 'GET');
  const changing = changes.length > 0 ? changes : operations;
  const change = fc.record({ operation: fc.constantFrom(...changing), picks, fault: fc.constantFrom(...faults) });
  const calls = fc
    .oneof({ arbitrary: choice, weight: 1 }, { arbitrary: change, weight: 3 })
    .map((drawn) => call({ ...drawn, provider }));
  const advances = fc.constantFrom('1s', '45s', '10m', '25h').map(advance);
  // Each entry is drawn as often as the others.
  return [calls, calls, calls, calls, advances, fc.constant(again())];
}

function call(choice: Choice): AsyncCommand<Model, World> {
  const { operation, provider } = choice;
  return {
    check: () => true,
    async run(model, world) {
      const draw = drawer(choice.picks);
      const url = `${bases[provider]}${pathOf(operation, model, draw)}${queryOf(choice, model, draw)}`;
      const body = bodyOf(choice, model, draw);
      const headers: Record<string, string> = { ...(await world.authorize(provider)) };
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (operation.idempotencyHeader) headers[operation.idempotencyHeader] = keyOf(model);
      const init = { method: operation.method, headers, body: body === undefined ? null : JSON.stringify(body) };
      const sent = await send(model, world, provider, url, init);
      remember(model, operation.path, sent.response);
      if (operation.method !== 'GET') model.last = { provider, operation, url, init, ...sent };
    },
    toString: () => `${operation.id}(${choice.fault === 'nothing' ? '' : choice.fault})`,
  };
}

function advance(duration: string): AsyncCommand<Model, World> {
  return {
    check: () => true,
    async run(model, { sandbox }) {
      model.trace.push(`advance ${duration}`);
      await sandbox.clock.advance(duration);
      // Keys live for 24 hours: what is sent again after that is a new request.
      if (milliseconds(duration) >= 86_400_000) model.last = undefined;
    },
    toString: () => `advance(${duration})`,
  };
}

/** Sends the last change again, byte for byte: what has a key is carried out once. */
function again(): AsyncCommand<Model, World> {
  return {
    check: ({ last }) => last !== undefined,
    async run(model, world) {
      const { last } = model;
      if (!last) return;
      // An access token may have expired since; everything else is the same.
      const headers = { ...last.init.headers, ...(await world.authorize(last.provider)) };
      const { status, response } = await send(model, world, last.provider, last.url, { ...last.init, headers });
      if (last.operation.idempotencyHeader && status !== 401)
        expect([status, response]).toEqual([last.status, last.response]);
      const reference = last.init.body === null ? undefined : (JSON.parse(last.init.body) as Node)?.ref_id;
      if (
        last.provider === 'paxos' &&
        typeof reference === 'string' &&
        last.status === 200 &&
        last.remembered &&
        last.operation.method === 'POST'
      ) {
        expect([status, response.includes(String(idIn(last.response)))]).toEqual([409, true]);
      }
      model.last = undefined;
    },
    toString: () => 'again()',
  };
}

async function send(model: Model, { sandbox }: World, provider: ProviderName, url: string, init: SentRequest['init']) {
  const answer = await sandbox[provider].fetch(url, init);
  const response = await answer.text();
  model.trace.push(`${init.method} ${url} ${init.body ?? ''} -> ${answer.status} ${response.slice(0, 500)}`);
  // A response that the contract does not declare is a 500 of the sandbox's own, so this holds for every response's validity too.
  expect(answer.status, model.trace.join('\n')).toBeLessThan(500);
  return { status: answer.status, response, remembered: answer.headers.get('x-sandbox-source') === 'memory' };
}

function drawer(picks: readonly number[]): () => number {
  let index = 0;
  return () => picks[index++ % picks.length] ?? 0;
}

function pathOf(operation: Operation, model: Model, draw: () => number): string {
  const segments = operation.path.split('/');
  const path = segments.map((segment, index) => {
    if (!segment.startsWith('{')) return segment;
    const name = segment.slice(1, -1);
    const before =
      segments
        .slice(0, index)
        .filter((part) => !part.startsWith('{'))
        .at(-1) ?? '';
    return encodeURIComponent(idFor(model, name === 'id' ? before : name, draw) ?? 'none');
  });
  return path.join('/');
}

/** What is required, and half of the time what is not, from the examples of the contract. */
function queryOf({ operation, provider }: Choice, model: Model, draw: () => number): string {
  const { resolve } = loadContract(provider);
  const query = new URLSearchParams();
  for (const entry of (nodeOf(provider, operation.id).parameters ?? []) as unknown[]) {
    const parameter = resolve(entry);
    if (parameter.in !== 'query' || (parameter.required !== true && draw() % 2 === 0)) continue;
    const [named] = Object.values((parameter.examples ?? {}) as Node).map((one) => resolve(one).value);
    const schema = resolve(parameter.schema);
    const example = parameter.example ?? named ?? schema.example ?? schema.default;
    const value = withIds(example, String(parameter.name), model, draw);
    for (const one of [value ?? []].flat()) query.append(String(parameter.name), String(one));
  }
  return query.size > 0 ? `?${query}` : '';
}

function nodeOf(provider: ProviderName, id: string): Node {
  const { document, operations } = loadContract(provider);
  const operation = operations.get(id);
  const item = (document.paths as Record<string, Node>)[operation?.path ?? ''];
  return item?.[operation?.method.toLowerCase() ?? ''] as Node;
}

function bodyOf({ operation, provider, fault }: Choice, model: Model, draw: () => number): unknown {
  if (!operation.body) return undefined;
  const examples = examplesOf(provider, operation.id);
  const example = structuredClone(examples[draw() % examples.length]);
  const body = withIds(example, '', model, fault === 'id' ? () => 0 : draw);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return fault === 'type' ? { not: body } : body;
  const fields = body as Record<string, unknown>;
  // A reference is unique per call, unless the call is sent again.
  if (typeof fields.ref_id === 'string') fields.ref_id = `ref-${model.trace.length}`;
  if (typeof fields.external_id === 'string') fields.external_id = `external-${draw() % 5}`;
  for (const [name, value] of Object.entries(fields)) {
    const isAmount = typeof value === 'string' && /^(amount|total|base_amount|quote_amount|source_amount)$/.test(name);
    if (isAmount && draw() % 2 === 0) fields[name] = amounts[draw() % amounts.length];
  }
  const names = Object.keys(fields);
  const name = names[draw() % names.length] ?? '';
  if (fault === 'drop') delete fields[name];
  if (fault === 'type') fields[name] = 42;
  if (fault === 'text') fields[name] = 'notanumber';
  return fields;
}

function examplesOf(provider: ProviderName, id: string): readonly unknown[] {
  const { resolve } = loadContract(provider);
  const [media] = Object.values((resolve(nodeOf(provider, id).requestBody).content ?? {}) as Node) as Node[];
  return Object.values((media?.examples ?? {}) as Node).map((entry) => resolve(entry).value);
}

function withIds(value: unknown, key: string, model: Model, draw: () => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => withIds(entry, key, model, draw));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withIds(entry, name, model, draw)]));
  }
  return typeof value === 'string' && uuid.test(value) ? (idFor(model, key, draw) ?? value) : value;
}

function idFor({ ids }: Model, name: string, draw: () => number): string | undefined {
  const known = ids.get(kindOf(name)) ?? [];
  // Newest first: what a journey goes on with is usually what it has just made.
  return known[known.length - 1 - (draw() % Math.max(1, Math.min(known.length, 3)))];
}

/** `customers`, `customer_id`, `from_profile_id` and `{customer_id}` name the same. */
function kindOf(name: string): string {
  return name
    .replace(/^(from|to|recipient)_/, '')
    .replace(/_id$/, '')
    .replace(/s$/, '')
    .replaceAll('-', '_');
}

export function remember(model: Model, path: string, response: string): void {
  let body: unknown;
  try {
    body = JSON.parse(response);
  } catch {
    return;
  }
  const [last = ''] = path
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('{'))
    .slice(-1);
  const kind = kindOf(last);
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, entry] of Object.entries(value)) visit(entry, name);
    else if (typeof value === 'string' && uuid.test(value)) {
      const name = key === 'id' ? kind : kindOf(key);
      const known = model.ids.get(name) ?? [];
      if (!known.includes(value)) model.ids.set(name, [...known, value]);
    }
  };
  visit(body, kind);
}

/** The id of what was made; some responses have it one level down, as `{ rule: { id } }`. */
function idIn(response: string): unknown {
  const body = JSON.parse(response) as Node;
  return body.id ?? (Object.values(body)[0] as Node | undefined)?.id;
}

/** A key per call, the same in every run. */
function keyOf({ trace }: Model): string {
  return `00000000-0000-4000-8000-${String(trace.length).padStart(12, '0')}`;
}
