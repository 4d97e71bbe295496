// One example of a call before and after, for what is removed, renamed or newly required.
import { capitalise } from '../../contract/names.ts';
import type { Finding } from '../diff/change.ts';
import { inBlock } from './text.ts';

export interface Example {
  readonly before: string;
  /** Absent where nothing takes its place. */
  readonly after?: string;
}

/** Undefined for every other kind: there the place and the types tell more than a call would. */
export function exampleOf(finding: Finding, provider: string): Example | undefined {
  const { kind, where, before, after } = finding;
  if (kind === 'operation-removed') return { before: call(finding) };
  if (kind === 'call-renamed') return { before: call(finding, {}, before), after: call(finding, {}, after) };
  if (kind === 'operation-moved') return { before: pathCall(provider, before), after: pathCall(provider, after) };
  if (kind === 'type-renamed' || kind === 'request-type-renamed')
    return { before: typeUse(provider, before), after: typeUse(provider, after) };
  const [place = '', name = ''] = where.split(' ');
  if (kind === 'required-parameter-added' || kind === 'parameter-now-required')
    return { before: call(finding), after: call(finding, { [place]: field([name]) }) };
  if (kind === 'parameter-renamed')
    return {
      before: call(finding, { [place]: field([String(before)]) }),
      after: call(finding, { [place]: field([String(after)]) }),
    };
  if (kind === 'required-body-added' || kind === 'body-now-required')
    return { before: call(finding), after: call(finding, { body: '{ … }' }) };
  // The first part is `body`, a status or the name of the shared schema.
  const fields = where.replaceAll('[]', '').split('.').slice(1);
  if (kind === 'required-request-field-added' || kind === 'request-field-now-required')
    return { before: sent(finding, []), after: sent(finding, fields) };
  const renamed = (to: Finding['before']): string[] => [...fields.slice(0, -1), String(to)];
  if (kind === 'request-field-renamed')
    return { before: sent(finding, renamed(before)), after: sent(finding, renamed(after)) };
  if (kind === 'response-field-renamed')
    return { before: read(finding, renamed(before)), after: read(finding, renamed(after)) };
  return undefined;
}

/** `await iron.customer.getCustomer({ path: { id } });`, with more arguments by place. */
function call({ reaches }: Finding, more: Readonly<Record<string, string>> = {}, name?: Finding['before']): string {
  const [reach] = reaches;
  const inPath = [...(reach?.operation ?? '').matchAll(/\{([^{}]+)\}/g)].map(([, parameter = '']) =>
    shorthand(parameter),
  );
  const places = { ...(inPath.length > 0 ? { path: `{ ${inPath.join(', ')} }` } : {}), ...more };
  const args = Object.entries(places).map(([place, text]) => `${key(place)}: ${text}`);
  return `await ${inBlock(name ?? reach?.call ?? '')}(${args.length > 0 ? `{ ${args.join(', ')} }` : ''});`;
}

/** A field of a body; where in the body a shared schema stands is not known here, so it is said beside the call. */
function sent(finding: Finding, fields: readonly string[]): string {
  const body = fields.length > 0 ? field(fields) : '{ … }';
  return finding.schema === undefined
    ? call(finding, { body })
    : `${call(finding, { body: '{ … }' })} // ${inBlock(finding.schema)} is ${body}`;
}

const read = (finding: Finding, fields: readonly string[]): string =>
  `${finding.schema === undefined ? `(${call(finding).replace(/;$/, '')})` : typeName(finding.schema)}.${fields.map((name) => inBlock(name)).join('.')};`;

/** `{ …, a: { …, b } }` */
const field = (fields: readonly string[]): string =>
  fields.reduceRight((inner, name) => (inner ? `{ …, ${key(name)}: ${inner} }` : `{ …, ${shorthand(name)} }`), '');

const isName = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);
const key = (name: string): string => (isName(name) ? name : `'${inBlock(name).replaceAll("'", "\\'")}'`);
const shorthand = (name: string): string => (isName(name) ? name : `${key(name)}: …`);

function pathCall(provider: string, place: Finding['before']): string {
  const [method = '', path = ''] = inBlock(place).split(' ');
  return `await ${camelCase(provider)}.${method}('${path}', …);`;
}

const typeUse = (provider: string, name: Finding['before']): string =>
  `let value: ${capitalise(camelCase(provider))}.${inBlock(name)};`;

/** A value of a shared schema: `customer` of `Customer`. */
const typeName = (schema: string): string => inBlock(schema.charAt(0).toLowerCase() + schema.slice(1));

/** `order-desk` -> `orderDesk`. */
const camelCase = (provider: string): string => provider.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
