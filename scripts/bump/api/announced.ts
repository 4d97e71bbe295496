// Which breaks of the types the comparison of contracts speaks of, or a changeset that waits for its release.
import type { Json, JsonObject } from '../../contract/json.ts';
import { methodName } from '../../contract/names.ts';
import { schemasOf } from '../../contract/refs.ts';
import type { Finding } from '../diff/change.ts';
import type { Kind } from '../diff/kinds.ts';
import type { TypeBreak } from './gate.ts';

/**
 * Breaks that no breaking finding and no pending changeset speaks of. Less than a breaking one explains what may go without a break:
 * fields go with a variant that no longer comes, and a type test asks for equal types, so that a new value of an enum fails it.
 */
export function unannounced(
  breaks: readonly TypeBreak[],
  findings: readonly Finding[],
  pending: string,
  contracts: readonly JsonObject[] = [],
): TypeBreak[] {
  const isLenient = ({ what }: TypeBreak): boolean => what === 'field gone' || what === 'type test fails';
  const breaking = findings.filter(({ severity }) => severity === 'breaking');
  return [
    ...unexplained(
      breaks.filter((one) => !isLenient(one)),
      breaking,
      namesOf(breaking),
      pending,
    ),
    ...unexplained(breaks.filter(isLenient), findings, withUsers(namesOf(findings), contracts), pending),
  ];
}

function unexplained(
  breaks: readonly TypeBreak[],
  findings: readonly Finding[],
  names: ReadonlySet<string>,
  pending: string,
): TypeBreak[] {
  const losesGroup = findings.some(({ kind }) => kind === 'operation-removed' || kind === 'call-renamed');
  const isAnnounced = (name: string): boolean =>
    names.has(name) ||
    names.has(methodName(name.replace(/(Args|Result|Body\w*)$/, ''))) ||
    nameParts(name).some((part) => names.has(part)) ||
    (losesGroup && name.endsWith('Operations')) ||
    says(pending, name);
  return breaks.filter(({ name, about = new Set([name]) }) => ![...about].some(isAnnounced));
}

/** A variant that is written in place is named after its union: `CreateAutoramp` of `CreateAutorampMarket`. */
const nameParts = (name: string): string[] => [...name.matchAll(/[A-Z0-9]/g)].map(({ index }) => name.slice(0, index));

const namesOf = (findings: readonly Finding[]): Set<string> => new Set(findings.flatMap(namesIn));

/** A type test of `Customer` also fails by a change of a schema that it holds. */
function withUsers(names: ReadonlySet<string>, contracts: readonly JsonObject[]): Set<string> {
  const found = new Set(names);
  const users = contracts.flatMap((contract) =>
    Object.entries(schemasOf(contract)).map(([name, schema]) => [name, refsIn(schema)] as const),
  );
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [name, refs] of users) if (refs.some((ref) => found.has(ref))) found.add(name);
  }
  return found;
}

const refsIn = (schema: Json | undefined): string[] =>
  [...JSON.stringify(schema ?? null).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)].map(([, name = '']) => name);

/** Kinds whose `before` is the name that went. */
const OF_NAMES: ReadonlySet<Kind> = new Set(['type-removed', 'type-renamed', 'request-type-renamed', 'call-renamed']);

/** Calls as `getCustomerById`, paths, webhooks and exported types. */
function namesIn({ kind, reaches, schema, before }: Finding): string[] {
  const ofCalls = reaches.flatMap(({ operation, call }) => [
    lastPart(call),
    operation.replace(/^([A-Z]+|webhook) /, ''),
  ]);
  return [...ofCalls, schema ?? '', OF_NAMES.has(kind) ? lastPart(String(before)) : ''].filter(Boolean);
}

const lastPart = (call: string): string => call.split('.').at(-1) ?? '';

/** As a changeset names it: `Customer`, `iron.customer.getCustomerById`. */
const says = (pending: string, name: string): boolean =>
  name !== '' && new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`).test(pending);
