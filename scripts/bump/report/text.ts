// Sentences of ours around names and values of a provider's. In Markdown each value is code, on one line, unable to end the
// code; in a terminal it cannot move the cursor. What is not a value is text of this repository.
import { printableLine } from '../../contract/diagnostic.ts';
import type { Json } from '../../contract/json.ts';
import { capitalise } from '../../contract/operations.ts';
import type { Finding } from '../diff/change.ts';
import type { Kind } from '../diff/kinds.ts';

type Part = string | { readonly value: Json };

export class Phrase {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  shown(show: (value: Json) => string): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : show(part.value))).join('');
  }
}

/** A template: what stands in `${}` is a value of a provider's, unless it is a phrase itself. */
export const say = (texts: TemplateStringsArray, ...values: readonly (Json | Phrase)[]): Phrase =>
  new Phrase(
    texts.flatMap((text, index): Part[] => {
      const value = values[index];
      if (value === undefined) return [text];
      return value instanceof Phrase ? [text, ...value.parts] : [text, { value }];
    }),
  );

/** Text of ours, numbers among it. */
export const ours = (text: string): Phrase => new Phrase([text]);

export const listed = (phrases: readonly Phrase[], between = ', '): Phrase =>
  new Phrase(phrases.flatMap((phrase, index) => (index === 0 ? phrase.parts : [between, ...phrase.parts])));

/** Also parts `${{`, which begins an expression in a workflow file. */
export function plainText(value: Json, longest = 300): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  const line = printableLine(text).replaceAll('${{', '$ {{');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Markdown code: the fence is longer than any run of backticks inside. */
export function code(value: Json, longestText = 300): string {
  const text = plainText(value, longestText);
  if (text === '') return '';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Inside a fenced block nothing but the fence itself has a meaning. */
export const inBlock = (value: Json, longest = 120): string => plainText(value, longest).replaceAll('`', "'");

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

export interface Example {
  readonly before: string;
  /** Absent where nothing takes its place. */
  readonly after?: string;
}

/** Undefined for every other kind: there the place and the types tell more than a call would. */
export function exampleOf(finding: Finding, provider: string): Example | undefined {
  const { where, before, after } = finding;
  const both = (write: (name: Finding['before']) => string): Example => ({
    before: write(before),
    after: write(after),
  });
  const [place = '', name = ''] = where.split(' ');
  const demanded = (more: Readonly<Record<string, string>>): Example => {
    return { before: call(finding), after: call(finding, more) };
  };
  // The first part is `body`, a status or the name of the shared schema.
  const fields = where.replaceAll('[]', '').split('.').slice(1);
  const renamed = (to: Finding['before']): string[] => [...fields.slice(0, -1), String(to)];
  const examples: Partial<Record<Kind, () => Example>> = {
    'operation-removed': () => ({ before: call(finding) }),
    'call-renamed': () => both((one) => call(finding, {}, one)),
    'operation-moved': () => both((one) => pathCall(provider, one)),
    'type-renamed': () => both((one) => typeUse(provider, one)),
    'request-type-renamed': () => both((one) => typeUse(provider, one)),
    'required-parameter-added': () => demanded({ [place]: field([name]) }),
    'parameter-now-required': () => demanded({ [place]: field([name]) }),
    'parameter-renamed': () => both((one) => call(finding, { [place]: field([String(one)]) })),
    'required-body-added': () => demanded({ body: '{ … }' }),
    'body-now-required': () => demanded({ body: '{ … }' }),
    'required-request-field-added': () => ({ before: sent(finding, []), after: sent(finding, fields) }),
    'request-field-now-required': () => ({ before: sent(finding, []), after: sent(finding, fields) }),
    'request-field-renamed': () => both((one) => sent(finding, renamed(one))),
    'response-field-renamed': () => both((one) => read(finding, renamed(one))),
  };
  return examples[finding.kind]?.();
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
