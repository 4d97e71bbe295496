// Where a JSONPath that matches nothing was probably meant to lead: for messages only.
import { distance } from 'fastest-levenshtein';
import { query } from 'jsonpath-rfc9535';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Up to three keys that exist where the path breaks off, most similar first, each behind the part that still matches. */
export function nearestPlaces(document: JsonObject, target: string): string[] {
  const segments = splitSegments(target);
  for (let length = segments.length - 1; length >= 0; length--) {
    const prefix = `$${segments.slice(0, length).join('')}`;
    const nodes = tryQuery(document, prefix);
    if (nodes.length === 0) continue;
    const wanted = (segments[length] ?? '').replace(/^[.[\]'"?]+|[\]'"]+$/g, '');
    const keys = new Set(nodes.filter(isObject).flatMap((node) => Object.keys(node)));
    return [...keys]
      .sort((a, b) => unlikeness(a, wanted) - unlikeness(b, wanted) || (a < b ? -1 : 1))
      .slice(0, 3)
      .map((key) => `${prefix}['${key}']`);
  }
  return [];
}

function tryQuery(document: JsonObject, path: string): Json[] {
  try {
    return query(document, path) as Json[];
  } catch {
    return [];
  }
}

/** Splits `$.a['b'][?@.c]` into `.a`, `['b']`, `[?@.c]`. */
function splitSegments(target: string): string[] {
  const segments: string[] = [];
  let depth = 0;
  let quote = '';
  let current = '';
  for (const char of target.slice(1)) {
    if (quote) quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    const opens = !quote && char === '[';
    if (depth === 0 && current && (opens || (char === '.' && !current.endsWith('.')))) {
      segments.push(current);
      current = '';
    }
    current += char;
    if (opens) depth++;
    if (!quote && char === ']') depth--;
  }
  if (current) segments.push(current);
  return segments;
}

const unlikeness = (a: string, b: string): number => distance(a.toLowerCase(), b.toLowerCase());
