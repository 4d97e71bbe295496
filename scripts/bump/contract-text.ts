// Effective contracts as they stand in files: the generated openapi.json, and the facts that a release keeps of it.
import type { JsonObject } from '../contract/json.ts';
import { stripTexts } from './prose.ts';

export function parseContract(text: string): JsonObject {
  const { 'x-generated': _, ...document } = JSON.parse(text) as JsonObject;
  return document;
}

/** Without texts and examples, which are two thirds of it and which no comparison looks at. */
export const releasedContract = (openapiJson: string): string =>
  `${JSON.stringify(stripTexts(parseContract(openapiJson)), null, 1)}\n`;
