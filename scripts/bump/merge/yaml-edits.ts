// The line-wise edits that turn one YAML text into another meaning: only lines of what changed are touched.
import { isMap, isScalar, isSeq, type Node, type Pair, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { isObject, type Json } from '../../contract/json.ts';

/** How new YAML is written, in the manner of the specs. */
export const FORMAT = { aliasDuplicateObjects: false, lineWidth: 110, blockQuote: 'literal' } as const;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const isEqual = (left: Json, right: Json): boolean => JSON.stringify(left) === JSON.stringify(right);

export class Patch {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  applied(): string {
    let text = this.#source;
    for (const { start, end, text: insert } of this.#edits.sort((a, b) => b.start - a.start || b.end - a.end))
      text = text.slice(0, start) + insert + text.slice(end);
    return text;
  }

  /** @param end where the text of the map ends: the start of the line that follows it */
  map(node: YAMLMap, end: number, next: { [key: string]: Json }): void {
    const pairs = node.items as Pair<Node, Node | null>[];
    const starts = pairs.map(({ key }) => this.#lineStart(startOf(key)));
    const ends = pairs.map((_, index) => starts[index + 1] ?? end);
    const indent = startOf(pairs[0]?.key) - (starts[0] ?? 0);
    const keys = pairs.map(({ key }) => String(isScalar(key) ? (key.source ?? key.value) : ''));
    const names = Object.keys(next);
    if (
      !isSubsequence(
        keys.filter((key) => Object.hasOwn(next, key)),
        names,
      ) ||
      isInline(this.#source, starts[0] ?? 0, startOf(pairs[0]?.key))
    ) {
      // The first key stands behind a dash, or the order changed: the whole map is written anew.
      this.#replace(startOf(pairs[0]?.key), end, indented(stringify(next, FORMAT), indent, true));
      return;
    }
    pairs.forEach((pair, index) => {
      const [key, start, stop] = [keys[index] ?? '', starts[index] ?? 0, ends[index] ?? end];
      if (!Object.hasOwn(next, key)) this.#replace(start, stop, '');
      else this.#pair(pair, key, start, stop, indent, next[key] as Json);
    });
    // A new key goes behind the one before it in the new order; several in a row go there together.
    let place = starts[0] ?? end;
    let waiting = '';
    for (const name of names) {
      const at = keys.indexOf(name);
      if (at < 0) waiting += indented(stringify({ [name]: next[name] }, FORMAT), indent);
      else {
        this.#replace(place, place, waiting);
        waiting = '';
        place = ends[at] ?? end;
      }
    }
    this.#replace(place, place, waiting);
  }

  #pair(pair: Pair<Node, Node | null>, key: string, start: number, stop: number, indent: number, next: Json): void {
    const { value } = pair;
    const before = value === null ? null : (value.toJSON() as Json);
    if (isEqual(before, next)) return;
    if (isMap(value) && !value.flow && isObject(next) && value.items.length > 0 && Object.keys(next).length > 0)
      this.map(value, stop, next);
    else if (isSeq(value) && !value.flow && Array.isArray(next) && next.length > 0) this.#list(value, stop, next);
    else {
      const flow = (isMap(value) || isSeq(value)) && value.flow === true;
      const text = flow ? `${key}: ${flowText(next)}\n` : stringify({ [key]: next }, FORMAT);
      this.#replace(start, stop, indented(text, indent));
    }
  }

  #list(node: YAMLSeq, end: number, next: readonly Json[]): void {
    const items = node.items as Node[];
    const dashes = items.map((item) => this.#source.lastIndexOf('-', startOf(item) - 1));
    const starts = dashes.map((dash) => this.#lineStart(dash));
    const ends = items.map((_, index) => starts[index + 1] ?? end);
    const indent = (dashes[0] ?? 0) - (starts[0] ?? 0);
    const values = items.map((item) => item.toJSON() as Json);
    const write = (value: Json): string => indented(stringify([value], FORMAT), indent);
    const pairing = align(values, next);
    let place = starts[0] ?? end;
    let waiting = '';
    const used = new Set<number>();
    next.forEach((value, index) => {
      const at = pairing[index];
      if (at === undefined) {
        waiting += write(value);
        return;
      }
      this.#replace(place, place, waiting);
      waiting = '';
      used.add(at);
      if (!isEqual(values[at] ?? null, value))
        this.#item(items[at] as Node, starts[at] ?? 0, ends[at] ?? end, value, write);
      place = ends[at] ?? end;
    });
    this.#replace(place, place, waiting);
    items.forEach((_, index) => {
      if (!used.has(index)) this.#replace(starts[index] ?? 0, ends[index] ?? end, '');
    });
  }

  /** Behind a dash only a map whose first key stays can be changed in part. */
  #item(item: Node, start: number, stop: number, next: Json, write: (value: Json) => string): void {
    const [first, ...rest] = isMap(item) && !item.flow ? (item.items as Pair<Node, Node | null>[]) : [];
    const key = first && isScalar(first.key) ? String(first.key.value) : undefined;
    const untouched =
      key !== undefined &&
      isObject(next) &&
      Object.keys(next)[0] === key &&
      isEqual((first?.value?.toJSON() ?? null) as Json, next[key] as Json);
    if (!untouched || rest.length === 0 || Object.keys(next).length === 1) {
      this.#replace(start, stop, write(next));
      return;
    }
    const { [key]: _, ...others } = next;
    const tail = { items: rest } as unknown as YAMLMap;
    this.map(tail, stop, others as { [key: string]: Json });
  }

  #replace(start: number, end: number, text: string): void {
    if (start !== end || text !== '') this.#edits.push({ start, end, text });
  }

  #lineStart(offset: number): number {
    return this.#source.lastIndexOf('\n', offset - 1) + 1;
  }
}

const startOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;

const isInline = (source: string, start: number, key: number): boolean => source.slice(start, key).includes('-');

const isSubsequence = (part: readonly string[], whole: readonly string[]): boolean => {
  let at = -1;
  return part.every((item) => {
    at = whole.indexOf(item, at + 1);
    return at >= 0;
  });
};

const flowText = (value: Json): string =>
  stringify(value, { ...FORMAT, collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

function indented(text: string, indent: number, behind = false): string {
  const pad = ' '.repeat(indent);
  const lines = text.split('\n').map((line, index) => (line === '' || (behind && index === 0) ? line : pad + line));
  return lines.join('\n');
}

/** For each new item the old one it continues: equal ones first, then, in order, those with the same first key and value. */
function align(old: readonly Json[], next: readonly Json[]): (number | undefined)[] {
  const nameOf = (value: Json): string =>
    isObject(value) ? JSON.stringify(value.$ref ?? [value.name, value.in, value.url, Object.keys(value)[0]]) : '';
  const pairing: (number | undefined)[] = next.map(() => undefined);
  let last = -1;
  next.forEach((value, index) => {
    const equal = old.findIndex((other, at) => at > last && isEqual(other, value));
    const alike =
      equal >= 0
        ? equal
        : old.findIndex(
            (other, at) =>
              at > last &&
              isObject(value) &&
              nameOf(other) === nameOf(value) &&
              !next.some((one) => isEqual(one, other)),
          );
    if (alike < 0) return;
    pairing[index] = alike;
    last = alike;
  });
  return pairing;
}
