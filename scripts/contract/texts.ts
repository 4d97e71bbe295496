// Our summaries, descriptions and examples, in a tree of the same shape as the facts; list items are keyed by identity
// (facts.ts). Joined with the facts before anything else happens.
import type { Diagnostic } from './diagnostic.ts';
import { factsText, identified, ordered } from './facts.ts';
import { canonicalText, entries, groupBy, isObject, type Json, type JsonObject, own, put } from './json.ts';
import { contentOf, type Kind } from './openapi.ts';
import { operationsOf } from './operations.ts';
import { type Pointer, pointerText, resolveRef } from './walk.ts';

export interface Joined {
  readonly document: JsonObject;
  /** Places of texts that the facts do not have. */
  readonly unplaced: readonly Pointer[];
}

/**
 * Puts texts beside the facts that they are about.
 *
 * The texts of a parameter or response may be `$ref: '#/components/parameters/Name'`: texts that several places share. Those
 * places become references to one component as long as their facts are equal.
 */
export function withTexts(facts: JsonObject, texts: JsonObject): Joined {
  const unplaced: Pointer[] = [];
  const join = (node: JsonObject, words: JsonObject, kind: Kind, at: Pointer): JsonObject => {
    const copy: JsonObject = { ...node };
    for (const [key, value] of Object.entries(words)) {
      const { text, shape, kind: below } = contentOf(kind, key);
      const here = [...at, key];
      const present = own(node, key);
      if (text || (kind === 'info' && key === 'title')) put(copy, key, value);
      else if (isSharedSection(here)) {
        if (present !== undefined) put(copy, key, joinShared(present, value, here));
      } else if (!isObject(value) || typeof present !== 'object' || present === null) unplaced.push(here);
      else if (kind === 'flow' && key === 'scopes') put(copy, key, joinScopes(present, value, here));
      else if (!below) unplaced.push(here);
      else if (shape === 'one') put(copy, key, joinItem(present, value, below, here));
      else if (shape === 'map' && isObject(present)) put(copy, key, joinMap(present, value, below, here));
      else if (shape === 'list' && Array.isArray(present)) put(copy, key, joinList(present, value, below, here));
    }
    return ordered(copy, kind);
  };
  const joinItem = (node: Json, words: Json, kind: Kind, at: Pointer): Json => {
    const shared = isObject(words) && typeof words.$ref === 'string' ? resolveRef(texts, words.$ref) : words;
    if (isObject(node) && isObject(shared)) return join(node, shared, kind, at);
    unplaced.push(at);
    return node;
  };
  // Texts that places share are joined there; here, those of the provider's own components.
  const joinShared = (nodes: Json | undefined, words: Json, at: Pointer): JsonObject => {
    const kind = at[1] === 'parameters' ? 'parameter' : 'response';
    const present = entries(words).filter(([name]) => own(nodes, name) !== undefined);
    return joinMap(isObject(nodes) ? nodes : {}, Object.fromEntries(present), kind, at);
  };
  const joinMap = (nodes: JsonObject, words: JsonObject, kind: Kind, at: Pointer): JsonObject => {
    const copy: JsonObject = { ...nodes };
    for (const [name, value] of Object.entries(words)) {
      const node = own(nodes, name);
      if (node === undefined) unplaced.push([...at, name]);
      else put(copy, name, joinItem(node, value, kind, [...at, name]));
    }
    return copy;
  };
  const joinList = (nodes: readonly Json[], words: JsonObject, kind: Kind, at: Pointer): Json[] => {
    const list = identified(nodes);
    for (const identity of Object.keys(words))
      if (!list.some(([one]) => one === identity)) unplaced.push([...at, identity]);
    const joined = new Map(
      list.map(([identity, node]) => {
        const value = own(words, identity);
        return [node, value === undefined ? node : joinItem(node, value, kind, [...at, identity])];
      }),
    );
    return nodes.map((node) => joined.get(node) ?? node);
  };
  const joinScopes = (names: Json, words: JsonObject, at: Pointer): Json => {
    const copy: JsonObject = { ...(names as JsonObject) };
    for (const [name, text] of Object.entries(words)) {
      if (Object.hasOwn(copy, name)) put(copy, name, text);
      else unplaced.push([...at, name]);
    }
    return copy;
  };
  const document = share(join(facts, texts, 'document', []), texts);
  for (const at of sharedSections(texts)) if (!resolveRef(document, `#/${at.join('/')}`)) unplaced.push(at);
  return { document, unplaced };
}

const SECTIONS = ['parameters', 'responses'] as const;

const isSharedSection = (at: Pointer): boolean =>
  at.length === 2 && at[0] === 'components' && SECTIONS.some((section) => section === at[1]);

const sharedSections = ({ components }: JsonObject): Pointer[] =>
  SECTIONS.flatMap((section) => entries(own(components, section)).map(([name]) => ['components', section, name]));

/** Replaces what shares texts by references to one component. A place whose facts differ from most stays as it is. */
function share(document: JsonObject, texts: JsonObject): JsonObject {
  const components = structuredClone(isObject(document.components) ? document.components : {});
  const uses = new Map<string, { node: JsonObject; replace: (ref: JsonObject) => void }[]>();
  const note = (words: Json | undefined, node: Json, replace: (ref: JsonObject) => void): void => {
    const ref = own(words, '$ref');
    if (typeof ref === 'string' && isObject(node)) uses.set(ref, [...(uses.get(ref) ?? []), { node, replace }]);
  };
  const copy = { ...structuredClone(document), components };
  for (const section of ['paths', 'webhooks'] as const) {
    for (const { path, method, operation } of operationsOf(copy, section)) {
      const words = own(own(texts[section], path), method);
      const { parameters, responses } = operation;
      if (Array.isArray(parameters))
        for (const [identity, node] of identified(parameters))
          note(own(own(words, 'parameters'), identity), node, (ref) =>
            parameters.splice(parameters.indexOf(node), 1, ref),
          );
      for (const [status, node] of entries(responses))
        note(own(own(words, 'responses'), status), node, (ref) => put(responses as JsonObject, status, ref));
    }
  }
  for (const [ref, places] of uses) {
    const [, section = '', name = ''] = /^#\/components\/(parameters|responses)\/(.+)$/.exec(ref) ?? [];
    const kind = section === 'parameters' ? 'parameter' : 'response';
    const alike = [...groupBy(places, ({ node }) => factsText(node, kind)).values()];
    const [equal = []] = alike.sort((a, b) => b.length - a.length);
    const [first] = equal;
    if (!first || !section) continue;
    components[section] = { ...(components[section] as JsonObject | undefined), [name]: first.node };
    for (const { replace } of equal) replace({ $ref: ref });
  }
  return ordered({ ...copy, components: ordered(components, 'components') }, 'document');
}

/** Texts whose place is gone from `next`, each with the place that a plain rename gave it. */
export function unplacedTexts(
  { facts, texts }: { readonly facts: JsonObject; readonly texts: JsonObject },
  next: JsonObject,
): Diagnostic[] {
  return withTexts(next, texts).unplaced.map((pointer) => {
    const home = renamed(facts, next, pointer);
    const target = home
      ? `Move it to ${pointerText(home)} in texts.yaml if that is its new name`
      : 'Move it in texts.yaml';
    return {
      severity: 'warning',
      code: 'text-without-place',
      where: pointerText(pointer),
      message: 'the place of this text is gone.',
      fix: `${target}, or delete it.`,
    };
  });
}

/** The one new neighbour that has the same facts as what is gone. */
function renamed(before: JsonObject, after: JsonObject, pointer: Pointer): Pointer | undefined {
  const parent = pointer.slice(0, -1);
  const gone = nodeAt(before, pointer);
  const known = new Map(neighbours(nodeAt(before, parent)));
  const alike = neighbours(nodeAt(after, parent)).filter(
    ([name, node]) => gone !== undefined && !known.has(name) && canonicalText(node) === canonicalText(gone),
  );
  const [name] = alike[0] ?? [];
  return alike.length === 1 && name !== undefined ? [...parent, name] : undefined;
}

const neighbours = (node: Json | undefined): [string, Json][] =>
  Array.isArray(node) ? identified(node) : entries(node);

/** The node at a place of texts, where list items go by identity. */
const nodeAt = (document: JsonObject, pointer: Pointer): Json | undefined =>
  pointer.reduce<Json | undefined>((node, key) => neighbours(node).find(([name]) => name === key)?.[1], document);
