// The interfaces of the named door for one operation, `GET /things`, and ways to look at them.
import { emitOperations } from '../../emit/operations.ts';
import type { JsonObject } from '../../json.ts';
import { contract, json, operation, provider, ref } from './contract.ts';

export const schemas: JsonObject = {
  Thing: { type: 'object', properties: { id: { type: 'string' } } },
  Page: {
    type: 'object',
    properties: {
      items: { type: 'array', items: ref('Thing') },
      counts: { type: 'array', items: { type: 'integer' } },
    },
  },
  Problem: { type: 'object', properties: { title: { type: 'string' } } },
};
export const answers = (responses: Record<string, JsonObject | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => [
      status,
      schema ? { description: 'd', content: json(schema) } : { description: 'd' },
    ]),
  );
export const document = (changes: JsonObject, root: JsonObject = {}, path = '/things'): JsonObject =>
  contract({ paths: { [path]: { get: operation(changes) } }, schemas, root });
export const groups = (changes: JsonObject, root: JsonObject = {}, path = '/things'): string =>
  emitOperations(document(changes, root, path), provider);
/** The lines of an interface, without its braces, or of a union type. */
export const declaration = (text: string, start: string): string[] => {
  const [open, close] = start.startsWith('interface') ? [' {\n', '\n}'] : [' =\n', ';\n'];
  const [, rest = ''] = text.split(`export ${start}${open}`);
  return (rest.split(close)[0] ?? '').split('\n').map((line) => line.trim());
};
export const method = (text: string): string | undefined => /^ {2}(getThing\(.*);$/m.exec(text)?.[1];

export const page = { 'x-pagination': { parameter: 'cursor', next: 'cursor', items: 'items' } };
export const query = (name: string, required = false): JsonObject => ({
  name,
  in: 'query',
  required,
  schema: { type: 'string' },
});
