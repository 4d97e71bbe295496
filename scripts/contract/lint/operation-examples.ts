// Every request body and every success has an example: it is what mocks answer and what readers copy.
import { examplesOf } from '../examples.ts';
import { contentsOf } from '../json.ts';
import { namedOperations } from './described.ts';
import type { Rule } from './finding.ts';

export const operationExamples: Rule = (document) =>
  namedOperations(document).flatMap(({ place, operation }) =>
    contentsOf(document, operation)
      .filter(({ position, status }) => position === 'sent' || status?.startsWith('2'))
      .filter(({ media }) => examplesOf(document, media).length === 0)
      .map(({ status, mediaType }) => ({
        place: `${place} ${status ?? 'body'}`,
        rule: 'operation-example',
        message: `${mediaType} has no example: add a named one that a user could really meet.`,
      })),
  );
