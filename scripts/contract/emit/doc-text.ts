// The text that a reader sees on hover: summary, description, the meaning of each enum value, the provider's page.
import { isObject, type JsonObject } from '../json.ts';

export function docText(node: JsonObject, page?: string): string {
  const parts = [textOf(node.summary), textOf(node.description)].filter(Boolean);
  const meanings = node['x-enum-descriptions'];
  if (isObject(meanings)) {
    parts.push(
      Object.entries(meanings)
        .map(([value, meaning]) => `- \`${value}\`: ${textOf(meaning)}`)
        .join('\n'),
    );
  }
  if (page) parts.push(`@see ${page}`);
  return parts.join('\n\n');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
