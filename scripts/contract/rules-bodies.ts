// Bodies that the SDKs cannot send or read. The runtime writes JSON, and reads JSON and text.
import { type Diagnostic, problem } from './diagnostic.ts';
import { isObject, type JsonObject } from './json.ts';
import { contentsOf, type OperationPlace, operationsOf } from './operations.ts';
import { deref } from './refs.ts';

export interface UnusableBody {
  readonly place: OperationPlace;
  /** `body`, or the status of the response. */
  readonly where: string;
  readonly mediaTypes: readonly string[];
}

/** Request bodies and successes of which no media type can be used. */
export function unusableBodies(document: JsonObject): UnusableBody[] {
  return operationsOf(document).flatMap((place) => {
    const all = contentsOf(document, place.operation);
    const places = new Set(all.map(({ status = 'body' }) => status).filter((one) => /^(body|2)/.test(one)));
    return [...places].flatMap((where) => {
      const here = all.filter(({ status = 'body' }) => status === where);
      const isUsable = where === 'body' ? isSent : isRead;
      const mediaTypes = here.map(({ mediaType }) => mediaType);
      return here.some(({ mediaType, media }) => isUsable(mediaType) && !isBinary(document, media))
        ? []
        : [{ place, where, mediaTypes }];
    });
  });
}

/** One diagnostic for all of them. */
export function bodyProblems(document: JsonObject): Diagnostic[] {
  const found = unusableBodies(document);
  if (found.length === 0) return [];
  const list = found.map(
    ({ place, where, mediaTypes }) => `${place.method.toUpperCase()} ${place.path} ${where} (${mediaTypes.join(', ')})`,
  );
  return [
    problem(
      'media-type',
      '#/paths',
      `${found.length === 1 ? '1 body is' : `${found.length} bodies are`} neither JSON nor text, which is all that the SDK sends and reads: ${list.join('; ')}. Remove these operations by overlay, or add the JSON body that they take as well.`,
    ),
  ];
}

/** Requests are sent as `application/json`. */
const isSent = (mediaType: string): boolean => /^(application\/json|application\/\*|\*\/\*)(;|$)/.test(mediaType);

const isRead = (mediaType: string): boolean =>
  isSent(mediaType) || (/^text\/|[/+]json(;|$)/.test(mediaType) && mediaType !== 'text/event-stream');

function isBinary(document: JsonObject, media: JsonObject): boolean {
  const schema = deref(document, media.schema);
  return isObject(schema) && schema.format === 'binary';
}
