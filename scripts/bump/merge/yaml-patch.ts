// Writes a changed document back into its YAML text so that every line that did not change stays as it was, byte for byte.
import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, parse, parseDocument, stringify } from 'yaml';
import { isObject, type Json } from '../../contract/json.ts';
import { FORMAT, isEqual, Patch } from './yaml-edits.ts';

/** A text with what it means: parsed once, as the larger spec takes a third of a second. */
export interface Parsed {
  readonly text: string;
  readonly document: Document;
  readonly value: Json;
}

/** Aliases are refused: a contract needs none, and they are how a small file becomes a huge one. */
export function parsed(text: string): Parsed {
  const document = parseDocument(text);
  if (document.errors[0]) throw document.errors[0];
  return { text, document, value: document.toJS({ maxAliasCount: 0 }) as Json };
}

/** @param next what the text must mean afterwards */
export function patchYaml(from: string | Parsed, next: Json): string {
  const { text, document, value } = typeof from === 'string' ? parsed(from) : from;
  if (isEqual(value, next)) return text;
  const root = document.contents;
  if (!isMap(root) || root.flow || !isObject(next)) return stringify(next, FORMAT);
  const source = text.endsWith('\n') ? text : `${text}\n`;
  const patch = new Patch(source);
  patch.map(root as Parameters<typeof patch.map>[0], source.length, next);
  const patched = patch.applied();
  if (means(patched, next)) return patched;
  // A text that no line-wise change fits is written anew: comments go, meaning stays.
  return stringify(next, FORMAT);
}

function means(text: string, next: Json): boolean {
  try {
    return isDeepStrictEqual(parse(text, { maxAliasCount: 0 }), next);
  } catch {
    return false;
  }
}
