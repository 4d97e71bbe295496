// What the SDK could do for an operation that is new, once a hint says so: page through a list, repeat a creation safely. Nothing in
// a contract says either for certain, so a person decides; the action to paste is written here.
import { stringify } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import {
  contentsOf,
  type Direction,
  type OperationPlace,
  operationsOf,
  parametersOf,
} from '../../contract/operations.ts';
import { flatten } from '../diff/flat.ts';

export interface ProposedHint {
  /** `GET /transfer/transfers`. */
  readonly place: string;
  /** What it looks like. */
  readonly reason: string;
  /** YAML for `actions:` of overlays/30-extensions.yaml. */
  readonly action: string;
}

/** Hints for operations of the new contract that look like others with one, and did not before. */
export function proposedHints(before: JsonObject, after: JsonObject): ProposedHint[] {
  const known = new Set(candidates(before).map(({ place, reason }) => `${place} ${reason}`));
  return candidates(after).filter(({ place, reason }) => !known.has(`${place} ${reason}`));
}

function candidates(document: JsonObject): ProposedHint[] {
  const all = operationsOf(document);
  const pages = hintsOf(all, 'x-pagination');
  const keys = hintsOf(all, 'x-idempotency').filter(({ body }) => typeof body === 'string');
  return all.flatMap((place) => {
    const page = place.operation['x-pagination'] === undefined ? pageHint(document, place, pages) : undefined;
    const key = place.operation['x-idempotency'] === undefined ? keyHint(document, place, keys) : undefined;
    return [
      ...(page ? [proposal(place, 'looks like a list with a cursor', { 'x-pagination': page })] : []),
      ...(key
        ? [
            proposal(place, `takes ${String(key.body)}, so a repeated call may be told from a new one`, {
              'x-idempotency': key,
            }),
          ]
        : []),
    ];
  });
}

const hintsOf = (places: readonly OperationPlace[], key: string): JsonObject[] =>
  places.map(({ operation }) => operation[key]).filter(isObject);

function proposal({ method, path, operation }: OperationPlace, reason: string, update: JsonObject): ProposedHint {
  const target = `$.paths[*][?@.operationId == ${JSON.stringify(String(operation.operationId))}]`;
  return {
    place: `${method.toUpperCase()} ${path}`,
    reason,
    action: stringify([{ target, description: 'Why, and the page that says so.', update }], {
      lineWidth: 110,
    }).trimEnd(),
  };
}

/** A cursor is taken, a cursor comes back, and there is one list that it can be about. */
function pageHint(document: JsonObject, place: OperationPlace, known: readonly JsonObject[]): JsonObject | undefined {
  const answer = flatten(document, schemaOf(document, place, 'response'));
  const taken = parametersOf(document, place).map(({ name }) => String(name));
  const like = known.find(
    ({ parameter, next }) => taken.includes(String(parameter)) && answer.properties.has(String(next)),
  );
  const lists = [...answer.properties].filter(([, { value }]) => isList(document, value)).map(([name]) => name);
  const items = lists.find((name) => name === like?.items) ?? (lists.length === 1 ? lists[0] : undefined);
  return like && items ? { parameter: like.parameter ?? '', next: like.next ?? '', items } : undefined;
}

/** The field of the body that others are known by, and the call that reads the record back where there is just one. */
function keyHint(document: JsonObject, place: OperationPlace, known: readonly JsonObject[]): JsonObject | undefined {
  if (place.method !== 'post') return undefined;
  const fields = flatten(document, schemaOf(document, place, 'request')).properties;
  const body = known.map((hint) => String(hint.body)).find((name) => fields.has(name));
  if (body === undefined) return undefined;
  const made = schemaOf(document, place, 'response');
  const readers = operationsOf(document).filter(
    (one) =>
      one.method === 'get' &&
      isObject(made) &&
      JSON.stringify(schemaOf(document, one, 'response')) === JSON.stringify(made),
  );
  const [reader, ...others] = readers;
  const [parameter, ...more] = reader ? parametersOf(document, reader).filter((one) => one.in === 'path') : [];
  const isSure =
    reader && parameter && others.length + more.length === 0 && flatten(document, made).properties.has('id');
  return isSure
    ? { body, read: { operation: String(reader.operation.operationId), path: { [String(parameter.name)]: 'id' } } }
    : { body };
}

function schemaOf(document: JsonObject, { operation }: OperationPlace, direction: Direction): Json | undefined {
  const content = contentsOf(document, operation).find(
    (one) => one.direction === direction && (direction === 'request' || one.status?.startsWith('2')),
  );
  return content?.media.schema;
}

const isList = (document: JsonObject, schema: Json): boolean =>
  [flatten(document, schema).keywords.get('type')?.value ?? []].flat().includes('array');
