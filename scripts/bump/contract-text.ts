// Effective contracts as they stand in files: the generated openapi.json, and the facts that a release keeps of it.
import type { JsonObject } from '../contract/json.ts';
import { contentOf } from '../contract/openapi.ts';
import { rebuild } from '../contract/walk.ts';

export function parseContract(text: string): JsonObject {
  const { 'x-generated': _, ...document } = JSON.parse(text) as JsonObject;
  return document;
}

/** Without texts and examples, which are two thirds of it and which no comparison looks at. */
export const releasedContract = (openapiJson: string): string =>
  `${JSON.stringify(withoutTexts(parseContract(openapiJson)), null, 1)}\n`;

/** Extensions stay: the comparison looks at what the SDK makes of them. */
const withoutTexts = (document: JsonObject): JsonObject =>
  rebuild(
    document,
    'document',
    (node, kind) =>
      Object.fromEntries(Object.entries(node).filter(([key]) => !contentOf(kind, key).text)) as JsonObject,
  );
