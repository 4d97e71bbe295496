// Overlays on facts that moved. Every action is looked at: one whose subject is gone is retired, a rule over many places is counted
// anew, and what a person has to decide is one diagnostic with its fix.
import { paths as findPaths } from 'jsonpath-rfc9535';
import { isMap, isScalar, isSeq, parse, parseDocument } from 'yaml';
import type { OverlayFile } from '../../contract/contract.ts';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { factsText } from '../../contract/facts.ts';
import { canonicalText, groupBy, isObject, items, type Json, type JsonObject, own } from '../../contract/json.ts';
import { operationsOf } from '../../contract/operations.ts';
import { applyOverlay, type OverlayAction, OverlayError, parseNormalizedPath } from '../../contract/overlay.ts';
import { kindAt, refsIn, resolveRef } from '../../contract/walk.ts';

/** What becomes of an action: its new count, or nothing of it. */
type Edits = ReadonlyMap<number, number | 'retired'>;

export interface Fit {
  /** As they are from now on. */
  readonly overlays: readonly OverlayFile[];
  /** By file and index of the action. */
  readonly edits: ReadonlyMap<string, Edits>;
  /** An error is for a person to decide on before the bump; everything else the bump does, or may stay. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Both documents, facts joined with texts, are changed in place, so that each action is judged on what it would meet. */
export function fitOverlays(before: JsonObject, after: JsonObject, overlays: readonly OverlayFile[]): Fit {
  const diagnostics: Diagnostic[] = [];
  const edits = new Map<string, Map<number, number | 'retired'>>();
  const fitted = overlays.map(([file, overlay]): OverlayFile => {
    const mine = new Map<number, number | 'retired'>();
    edits.set(file, mine);
    for (const [index, action] of overlay.actions.entries()) {
      const { edit, found } = judged(before, after, action) ?? {};
      if (found) diagnostics.push({ ...found, where: whereOf(file, index, action) });
      if (edit !== undefined) mine.set(index, edit);
      applyAnyway(before, action);
      if (edit !== 'retired') applyAnyway(after, action);
    }
    const actions = overlay.actions.flatMap((action, index): OverlayAction[] => {
      const edit = mine.get(index);
      return edit === 'retired' ? [] : [edit === undefined ? action : { ...action, 'x-matches': edit }];
    });
    return [file, { ...overlay, actions }];
  });
  return { overlays: fitted, edits, diagnostics: [...diagnostics, ...dangling(after, overlays)] };
}

const whereOf = (file: string, index: number, { target }: OverlayAction): string =>
  `overlays/${file}, action ${index + 1} (${target})`;

interface Judgement {
  readonly found: Omit<Diagnostic, 'where'>;
  readonly edit?: number | 'retired';
}

function judged(before: JsonObject, after: JsonObject, action: OverlayAction): Judgement | undefined {
  const expected = action['x-matches'] ?? 1;
  const [old, now] = [placesOf(before, action.target), placesOf(after, action.target)];
  if (now.length === expected) {
    if (action.remove || !now.every((place) => isThere(at(after, place), action.update as Json))) return undefined;
    const message = 'changes nothing, as the provider says the same now.';
    return { found: { severity: 'note', code: 'overlay-fixed', message, fix: 'Delete the action.' } };
  }
  const lost = old.filter((place) => !now.includes(place));
  if (now.length === 0 && old.length > 0) {
    const homes = [...new Set(lost.flatMap((place) => homeOf(before, after, place) ?? []))];
    if (homes.length === 0) return { found: RETIRED, edit: 'retired' };
    const fix = `Change its target to ${homes.slice(0, 3).join(' or ')}, or delete the action.`;
    return { found: { ...problemOf('overlay-moved', 'matches nothing, as its subject moved.'), fix } };
  }
  const come = now.filter((place) => !old.includes(place));
  const changes = [listed('new', come), listed('gone', lost)].filter(Boolean).join('; ');
  const message = `matches ${now.length} places, expected ${expected}${changes ? ` (${changes})` : ''}.`;
  if (action['x-matches'] !== undefined && followsTheSpec(old, now, after))
    return {
      found: { severity: 'note', code: 'overlay-count', message: `${message} Counted anew.` },
      edit: now.length,
    };
  const fix = now.length === 0 ? 'Delete the action.' : `If that is right, set "x-matches" to ${now.length}.`;
  return { found: { ...problemOf('overlay-count', message), fix } };
}

const RETIRED = {
  severity: 'warning',
  code: 'overlay-retired',
  message: 'was about something that the provider has removed or fixed. The bump deletes the action.',
} as const;

const problemOf = (code: string, message: string) => ({ severity: 'error', code, message }) as const;

const listed = (title: string, places: readonly string[]): string =>
  places.length === 0 ? '' : `${title}: ${places.slice(0, 3).join(', ')}${places.length > 3 ? ', …' : ''}`;

const placesOf = (document: JsonObject, target: string): string[] => [...new Set(findPaths(document, target))];

const at = (document: JsonObject, place: string): Json | undefined => nodeAt(document, parseNormalizedPath(place));

const nodeAt = (document: Json, keys: readonly (string | number)[]): Json | undefined =>
  keys.reduce<Json | undefined>(
    (node, key) => (Array.isArray(node) ? node[Number(key)] : own(node, String(key))),
    document,
  );

/** Whatever it matches: its count is judged already. */
function applyAnyway(document: JsonObject, action: OverlayAction): void {
  const matches = placesOf(document, action.target).length;
  if (matches === 0) return;
  const overlay = {
    overlay: '1.0.0',
    info: { title: '', version: '' },
    actions: [{ ...action, 'x-matches': matches }],
  };
  try {
    applyOverlay(document, overlay, '');
  } catch (error) {
    // An action that is wrong in itself says so when the contract is built.
    if (!(error instanceof OverlayError)) throw error;
  }
}

/** Everything that the update says is so already. */
function isThere(node: Json | undefined, update: Json): boolean {
  if (isObject(update) && isObject(node))
    return Object.entries(update).every(([key, value]) => Object.hasOwn(node, key) && isThere(node[key], value));
  if (Array.isArray(node))
    return items([update].flat()).every((item) => node.map(canonicalText).includes(canonicalText(item)));
  return node !== undefined && canonicalText(node) === canonicalText(update);
}

/**
 * Whether the places of a rule changed only with the spec: no operation or component that still has some has fewer of them. One
 * that has fewer was fixed in part, about which a person decides.
 */
function followsTheSpec(before: readonly string[], after: readonly string[], document: JsonObject): boolean {
  // `paths`, the path and the method; `components`, the kind and the name.
  const holderOf = (place: string): string => JSON.stringify(parseNormalizedPath(place).slice(0, 3));
  const now = groupBy(after, holderOf);
  return [...groupBy(before, holderOf)].every(
    ([holder, places]) =>
      (now.get(holder) ?? []).length >= places.length || nodeAt(document, JSON.parse(holder)) === undefined,
  );
}

/** Where a place went: its operation to another path, or a key around it to another name. */
function homeOf(before: JsonObject, after: JsonObject, place: string): string | undefined {
  const keys = parseNormalizedPath(place);
  const [section, path, method, ...rest] = keys;
  const id = own(nodeAt(before, keys.slice(0, 3)), 'operationId');
  const moved = operationsOf(after).find(({ operation }) => id !== undefined && operation.operationId === id);
  if (section === 'paths' && moved && (moved.path !== path || moved.method !== method)) {
    const home = ['paths', moved.path, moved.method, ...rest];
    return nodeAt(after, home) === undefined ? undefined : pathText(home);
  }
  const depth = keys.findIndex((_, index) => nodeAt(after, keys.slice(0, index + 1)) === undefined);
  const [holder, kind] = [keys.slice(0, depth), kindAt(keys.slice(0, depth + 1))];
  const gone = factsAt(nodeAt(before, keys.slice(0, depth + 1)), kind);
  const [was, is] = [nodeAt(before, holder), nodeAt(after, holder)];
  if (!isObject(is) || gone === undefined) return undefined;
  const heirs = Object.keys(is).filter((key) => own(was, key) === undefined && factsAt(is[key], kind) === gone);
  return heirs.length === 1 ? pathText([...holder, heirs[0] ?? '', ...keys.slice(depth + 1)]) : undefined;
}

/** One text per set of facts; none of what is too little to recognise anything by. */
const factsAt = (node: Json | undefined, kind: ReturnType<typeof kindAt>): string | undefined =>
  isObject(node) && kind !== undefined && Object.keys(node).length > 1 ? factsText(node, kind) : undefined;

const pathText = (keys: readonly (string | number)[]): string =>
  `$${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`)).join('')}`;

/** References that lead nowhere once all actions are applied, each with the action that wrote it, or that removed its target. */
function dangling(document: JsonObject, overlays: readonly OverlayFile[]): Diagnostic[] {
  const broken = [...refsIn(document, 'document')].filter(
    (ref) => ref.startsWith('#/') && resolveRef(document, ref) === undefined,
  );
  return broken.map((ref) => {
    const name = `['${ref.split('/').slice(1).join("']['")}']`;
    const all = overlays.flatMap(([file, { actions }]) => actions.map((action, index) => ({ file, index, action })));
    const culprit =
      all.find(({ action }) => JSON.stringify(action.update ?? null).includes(JSON.stringify(ref))) ??
      all.find(
        ({ action }) => action.remove && [`$${name}`, `$.${ref.slice(2).replaceAll('/', '.')}`].includes(action.target),
      );
    return {
      severity: 'error',
      code: 'overlay-dangling',
      where: culprit ? whereOf(culprit.file, culprit.index, culprit.action) : 'spec.yaml',
      message: `leaves $ref ${JSON.stringify(ref)} without a target.`,
      fix: 'The provider has removed it: delete what refers to it, or write it out in the action.',
    };
  });
}

/** The text of an overlay file in which nothing but these actions changed. */
export function editedText(text: string, edits: Edits): string {
  const document = parseDocument(text);
  const actions = document.get('actions');
  if (edits.size === 0 || !isSeq(actions)) return text;
  if ([...edits.values()].filter((edit) => edit === 'retired').length === actions.items.length) {
    document.set('actions', []);
    return String(document);
  }
  const cuts = [...edits].map(([index, edit]): [number, number, string] => {
    const [previous, node] = [actions.items[index - 1], actions.items[index]];
    if (!isMap(node)) throw new Error(`action ${index + 1} is not a map.`);
    if (edit === 'retired') {
      const start = isMap(previous) ? endOf(text, previous.range) : text.lastIndexOf('\n', node.range?.[0]) + 1;
      return [start, endOf(text, node.range), ''];
    }
    const count = node.get('x-matches', true);
    if (!isScalar(count) || !count.range) throw new Error(`action ${index + 1} has no "x-matches" to set.`);
    return [count.range[0], count.range[1], String(edit)];
  });
  const result = cuts
    .sort(([a], [b]) => b - a)
    .reduce((left, [start, end, by]) => left.slice(0, start) + by + left.slice(end), text);
  const next = (parse(result) as { actions: unknown[] }).actions.length;
  const kept = actions.items.length - [...edits.values()].filter((edit) => edit === 'retired').length;
  if (next !== kept) throw new Error(`${next} actions were left of ${actions.items.length}, expected ${kept}.`);
  return result;
}

/** The end of the line on which a node ends. */
function endOf(text: string, range: readonly number[] | null | undefined): number {
  const end = text.slice(0, range?.[1]).trimEnd().length;
  const line = text.indexOf('\n', end);
  return line === -1 ? text.length : line + 1;
}
