// Whether one regular expression provably takes all that another one took.
import type { Json } from '../../contract/json.ts';

interface Piece {
  readonly characters: string;
  readonly least: number;
  readonly most: number;
}

/**
 * Whether a pattern provably takes all that the one before it took: the same sequence of characters and classes between `^` and
 * `$`, of which each takes more characters, or more of them. What is written in another way is not proven.
 */
export function loosensPattern(before: Json | undefined, after: Json | undefined): boolean {
  if (!isPattern(before) || !isPattern(after)) return false;
  const [left, right] = [piecesOf(before), piecesOf(after)];
  if (!left || left.length !== right?.length) return false;
  return left.every((piece, index) => {
    const { characters, least, most } = right[index] as Piece;
    const taken = [...piece.characters].every((character) => characters.includes(character));
    return taken && least <= piece.least && most >= piece.most;
  });
}

function isPattern(text: Json | undefined): text is string {
  try {
    return typeof text === 'string' && new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const TIMES: Readonly<Record<string, readonly [number, number]>> = {
  '': [1, 1],
  '?': [0, 1],
  '*': [0, Infinity],
  '+': [1, Infinity],
};

function piecesOf(pattern: string): Piece[] | undefined {
  // Characters, escapes and classes that list what they take, each with how often it comes; no groups, no negations.
  const piece =
    /(\\[dws]|\\[^\w]|\[(?!\^)(?:\\[dws]|\\[^\w]|[^\]\\])+\]|[^\\[\](){}*+?|^$.])(\*|\+|\?|\{\d+(?:,\d*)?\}|)/g;
  const body = /^\^(.*)\$$/s.exec(pattern)?.[1];
  if (body === undefined || body.replace(piece, '') !== '') return undefined;
  return [...body.matchAll(piece)].map(([, one = '', times = '']) => {
    const [, min, comma, max] = /^\{(\d+)(,?)(\d*)\}$/.exec(times) ?? [];
    const [least, most] = TIMES[times] ?? [Number(min), comma ? Number(max || Infinity) : Number(min)];
    const taken = new RegExp(`^${one}$`);
    return { characters: ASCII.filter((character) => taken.test(character)).join(''), least, most };
  });
}
