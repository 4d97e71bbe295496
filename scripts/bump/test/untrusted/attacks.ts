// Every way to replace one key or one value of a specification by one payload.
import { isObject, type Json, type JsonObject, put } from '../../../contract/json.ts';
import { pointerText } from '../../../contract/walk.ts';

export interface Attack {
  readonly pointer: readonly string[];
  readonly replaces: 'key' | 'value';
  readonly payload: string;
}

/** Code in a payload calls this, so that it is found wherever it becomes code. */
export const MARK = 'pwned';

export const PAYLOADS: readonly string[] = [
  // The end of a string, a template or a comment.
  `'; ${MARK}(); '`,
  `"; ${MARK}(); "`,
  `\\'; ${MARK}(); //`,
  `\`; ${MARK}(); \``,
  `\${${MARK}()}`,
  `*/ ${MARK}(); /*`,
  `https://x'+${MARK}()+'.example/v1`,
  // The end of a line, as JavaScript, YAML and terminals see one.
  `one\n${MARK}()`,
  `one\r\n${MARK}()`,
  `one\u2028${MARK}()`,
  `---\n"@org/iron-sdk": major\n---\n\n# ${MARK}`,
  `!!js/function "${MARK}"`,
  // Names with a meaning to every object, and to `String.replace`.
  '__proto__',
  'constructor',
  'then',
  `$&$\`${MARK}`,
  // Markdown, HTML and workflow files.
  `[x](https://${MARK}.example)`,
  `![x](https://${MARK}.example/i.png)`,
  `https://${MARK}.example`,
  `@${MARK}`,
  `<img src=x onerror=${MARK}()>`,
  `\`\`\`\n<script>${MARK}()</script>`,
  `\${{ secrets.${MARK} }}`,
  // Terminals.
  `\u001b]0;${MARK}\u0007\u001b[2J`,
  `\u202e${MARK}\u2066`,
  `\u009b2J${MARK}`,
  // Files.
  `../../../${MARK}`,
  `/etc/${MARK}`,
  // Length.
  'long'.repeat(35),
  `${MARK} `.repeat(2000),
];

/** What an honest provider could write in an attacked place. */
export const HARMLESS: readonly string[] = ['plain', 'x-plain', 'https://plain.example', '/plain'];

/** Every key and every value of the document, lists and objects included. */
export function placesOf(document: JsonObject): Omit<Attack, 'payload'>[] {
  const found: Omit<Attack, 'payload'>[] = [];
  const walk = (node: Json, pointer: readonly string[]): void => {
    if (pointer.length > 0) found.push({ pointer, replaces: 'value' });
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (isObject(node)) found.push({ pointer: [...pointer, key], replaces: 'key' });
      walk(value, [...pointer, key]);
    }
  };
  walk(document, []);
  return found;
}

export const attacksOn = (document: JsonObject): Attack[] =>
  placesOf(document).flatMap((place) => PAYLOADS.map((payload) => ({ ...place, payload })));

/** A copy of the document with the attack in it. */
export function attacked(document: JsonObject, { pointer, replaces, payload }: Attack): JsonObject {
  const change = (node: Json, [key, ...rest]: readonly string[]): Json => {
    if (Array.isArray(node))
      return node.map((item, index) =>
        String(index) === key ? (rest.length > 0 ? change(item, rest) : payload) : item,
      );
    const copy: JsonObject = {};
    for (const [name, value] of Object.entries(node as JsonObject)) {
      if (name !== key) put(copy, name, value);
      else if (rest.length > 0) put(copy, name, change(value, rest));
      else if (replaces === 'key') put(copy, payload, value);
      else put(copy, name, payload);
    }
    return copy;
  };
  return change(document, pointer) as JsonObject;
}

/** Reads as it is printed when it gets through. */
export const textOfAttack = ({ pointer, replaces, payload }: Attack): string =>
  `${replaces} of ${pointerText(pointer)} = ${JSON.stringify(payload.slice(0, 60))}`;

/** Some of a list, the same ones for the same seed (mulberry32). */
export function sampleOf<T>(list: readonly T[], size: number, seed: number): T[] {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: Math.min(size, list.length) }, () => list[Math.floor(random() * list.length)] as T);
}
