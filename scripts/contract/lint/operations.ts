// Rules on operations: their examples, and the provider's pages that they link to.
import { type Diagnostic, problem, type Rule } from '../diagnostic.ts';
import { examplesOf } from '../examples.ts';
import { isObject, type JsonObject, own } from '../json.ts';
import { contentsOf, operationsOf, parametersOf } from '../operations.ts';
import { deref } from '../refs.ts';
import { pointerText, visit } from '../walk.ts';
import { namedOperations } from './described.ts';

/** Every request body and every success has an example: mocks return it, and readers copy it. */
export const operationExamples: Rule = (document) =>
  namedOperations(document).flatMap(({ where, operation }) =>
    contentsOf(document, operation)
      .filter(({ direction, status }) => direction === 'request' || status?.startsWith('2'))
      .filter(({ media }) => examplesOf(document, media).length === 0)
      .map(({ status, mediaType }) =>
        problem(
          'operation-example',
          `${where} ${status ?? 'body'}`,
          `${mediaType} has no example: add a named one that a user could really meet.`,
        ),
      ),
  );

/** Every path parameter has an example, its own or its schema's, or known values: hovers show a call with it. */
export const pathExamples: Rule = (document) =>
  operationsOf(document).flatMap((place) =>
    parametersOf(document, place)
      .filter((parameter) => parameter.in === 'path' && examplesOf(document, parameter).length === 0)
      .filter(({ schema }) => !EXEMPLIFIED.some((key) => own(deref(document, schema), key) !== undefined))
      .map(({ name }) =>
        problem(
          'path-example',
          `${place.method.toUpperCase()} ${place.path} path ${name}`,
          'path parameter has no example: add one, which the example of the method is made of.',
        ),
      ),
  );

const EXEMPLIFIED = ['example', 'examples', 'enum'];

/**
 * Every `externalDocs` is an https page on the host of the provider's documentation, where one is known: editors show it as
 * `@see`.
 */
export const docsPages =
  (docs: string): Rule =>
  (document) => {
    const host = docs === '' ? undefined : new URL(docs).host;
    const found: Diagnostic[] = [];
    visit(document, 'document', (node, _, pointer) => {
      if (!isObject(node.externalDocs)) return;
      const url = String((node.externalDocs as JsonObject).url);
      const link = URL.parse(url);
      if (link?.protocol === 'https:' && (host === undefined || link.host === host)) return;
      const message = `${url} is not an https page on ${host ?? 'any host'}: name the provider's own page, or none.`;
      found.push(problem('docs-page', pointerText([...pointer, 'externalDocs']), message));
    });
    return found;
  };
