// What a person has to know of a new provider: its environments, what was fixed, dropped or left, on one screen.

import { paths as findPaths } from 'jsonpath-rfc9535';
import type { OverlayFile } from '../../contract/contract.ts';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { entries, groupBy, isObject, items, type JsonObject, own } from '../../contract/json.ts';
import { type OperationPlace, operationKey, operationsOf, parametersOf } from '../../contract/operations.ts';
import type { OverlayAction } from '../../contract/overlay.ts';
import { unusableBodies } from '../../contract/rules.ts';
import { BumpError } from '../fail.ts';
import { checkedAddress } from '../fetch.ts';
import { jsonPath } from '../overlays/fixes.ts';

/**
 * Addresses by environment, checked and normalised. An environment exists only where a person named its address: the order of a
 * spec's servers means nothing, and a sandbox environment that calls production would move real money.
 */
export type Environments = Readonly<Partial<Record<'production' | 'sandbox', string>>>;

const ENVIRONMENTS = ['production', 'sandbox'] as const;

/** @throws {BumpError} if an address is none, or both are the same */
export function environmentsOf(given: { readonly [Name in keyof Environments]: string | undefined }): Environments {
  const named = ENVIRONMENTS.flatMap((name) => {
    const address = given[name];
    return address === undefined ? [] : [[name, checkedAddress(`--${name}`, address)]];
  });
  if (named.length === 2 && named[0]?.[1] === named[1]?.[1])
    throw new BumpError('usage', '--production and --sandbox are the same address. Give only the one that it is.');
  return Object.fromEntries(named);
}

/** The provider's public reference: the address given, else the host of its first server, else none. */
export function docsOf(given: string | undefined, servers: readonly string[]): string {
  if (given !== undefined) return checkedAddress('--docs', given);
  const [first] = servers.map(normalised).filter((url) => url.startsWith('https://') && URL.canParse(url));
  return first === undefined ? '' : new URL(first).origin;
}

/** As `checkedAddress` writes it; unchanged where it is relative or has variables. */
function normalised(server: string): string {
  try {
    return checkedAddress('server', server);
  } catch {
    return server;
  }
}

/** What the SDK does not do by itself, with the operations that it concerns. */
export interface Left {
  readonly text: string;
  readonly operations: readonly string[];
}

export function leftToAPerson(contract: JsonObject): Left[] {
  const has = (place: OperationPlace, test: (parameter: JsonObject) => boolean): boolean =>
    parametersOf(contract, place).some(test);
  const isInQuery = (one: JsonObject): boolean => one.in === 'query';
  const concerns: Record<string, (place: OperationPlace) => boolean> = {
    'The SDK calls one server, and these have servers of their own': ({ path, operation }) =>
      items(operation.servers ?? own(own(contract.paths, path), 'servers')).length > 0,
    'Cookies that are parameters are not sent': (place) => has(place, (one) => one.in === 'cookie'),
    'Query parameters of these are written in a style or as a media type that the SDK does not write': (place) =>
      has(place, (one) => isInQuery(one) && (isObject(one.content) || /Object|Delimited/.test(String(one.style)))),
    'These have a query in their path and query parameters besides, which cannot be sent': (place) =>
      place.path.includes('?') && has(place, isInQuery),
  };
  const lists = Object.entries(concerns).map(([text, test]) => {
    return { text, operations: operationsOf(contract).filter(test).map(operationKey) };
  });
  const schemes = entries(own(contract.components, 'securitySchemes')).map(([name, scheme]) => {
    return { text: schemeText(name, isObject(scheme) ? scheme : {}), operations: [] };
  });
  return [...schemes.filter(({ text }) => text), ...lists.filter(({ operations }) => operations.length > 0)];
}

function schemeText(name: string, { type, scheme, flows }: JsonObject): string {
  const kinds = Object.keys(isObject(flows) ? flows : {}).join(', ');
  if (type === 'oauth2')
    return `${name} is OAuth 2 (${kinds}): the SDK takes an access token, or a function that returns one. Requesting it is left to you.`;
  if (type === 'openIdConnect' || type === 'mutualTLS') return `${name} is ${type}: left to you.`;
  if (type !== 'http' || /^(basic|bearer)$/i.test(String(scheme))) return '';
  return `${name} is the HTTP scheme ${scheme}: the SDK sends what it is given as \`Authorization\`.`;
}

export interface Told {
  readonly provider: { readonly name: string };
  readonly operations: number;
  readonly fixes: number;
  readonly environments: Environments;
  /** What the specification lists, as it stands there. */
  readonly servers: readonly string[];
  readonly dropped: readonly string[];
  readonly left: readonly Left[];
  readonly problems: readonly Diagnostic[];
}

/** The screen of a provider that was made. */
export function summary(told: Told): string {
  const { provider, operations, fixes, environments, servers, dropped, left } = told;
  const named = entries({ ...environments } as JsonObject).map(([name, address]) => `  ${name}: ${address}`);
  const missing = ENVIRONMENTS.filter((name) => environments[name] === undefined).map((name) => `--${name} URL`);
  const listed = new Set(servers.map(normalised));
  const unlisted = Object.values(environments).filter((address) => !listed.has(address));
  return [
    `${provider.name}: ${operations} operations, ${fixes} ${fixes === 1 ? 'rule fixes' : 'rules fix'} faults (specs/${provider.name}/overlays).`,
    ...section('Environments', named, 'Environments: none was named, so the option `baseUrl` of the SDK is required.'),
    ...unlisted.map((address) => `Check ${address}: it is not among the servers of the specification.`),
    ...section(
      'Servers of the specification',
      servers.map((server) => `  ${server}`),
      'The specification lists no servers.',
    ),
    ...(missing.length > 0
      ? [
          `To have another environment, undo this run with git and run it again with ${missing.join(' and ')}, or add its address to packages/${provider.name}-sdk/src/provider.ts.`,
        ]
      : []),
    ...section(
      'Dropped',
      dropped.map((line) => `  ${line}`),
    ),
    ...section('Left to you', [
      ...left.map((one) => `  ${leftLine(one, shortened)}`),
      `  Which lists have pages, and which creations take an idempotency key: specs/${provider.name}/overlays/30-extensions.yaml.`,
    ]),
    'Now run `pnpm install`, then `npm test`. When its texts and examples are written, take `draft` out of scripts/contract/providers.ts.',
  ].join('\n');
}

const leftLine = ({ text, operations }: Left, list: (names: readonly string[]) => string): string =>
  `${text}${operations.length > 0 ? `: ${list(operations)}` : ''}`;

/** The whole of what is left to a person, for a file. */
export const leftText = ({ left, dropped }: Pick<Told, 'left' | 'dropped'>): string =>
  [
    'What the SDK does not do by itself, and what of the provider’s file was dropped. Delete what is done.',
    ...left.map((one) => leftLine(one, (names) => names.map((name) => `\n  ${name}`).join(''))),
    ...dropped,
    '',
  ].join('\n');

const section = (title: string, lines: readonly string[], otherwise?: string): string[] =>
  lines.length > 0 ? [`${title}:`, ...lines] : otherwise === undefined ? [] : [otherwise];

/** The screen of a spec that a person has to decide on: what is open, by kind, and where to write it. */
export function openScreen({ provider: { name }, problems, dropped }: Told, isWritten: boolean): string {
  const kindOf = ({ message }: Diagnostic): string =>
    message.replaceAll(/\d+|#\/\S+|"[^"]*"|\S*[/{]\S*/g, '…').slice(0, 60);
  const all = [...groupBy(problems, kindOf).values()].sort((a, b) => b.length - a.length);
  const lines = all.slice(0, 12).map((found) => {
    const [first] = found as [Diagnostic];
    const places =
      found.length === 1 ? first.where : `${found.length} places (${shortened(found.map(({ where }) => where))})`;
    return `  ${places}: ${first.message.length > 700 ? `${first.message.slice(0, 700)}…` : first.message}`;
  });
  const file = `specs/${name}/overlays/25-open-points.yaml`;
  return [
    `${name}: ${problems.length} ${problems.length === 1 ? 'point needs' : 'points need'} a decision:`,
    ...lines,
    ...(all.length > lines.length ? [`  and ${all.length - lines.length} more kinds`] : []),
    ...section(
      'Dropped',
      dropped.map((line) => `  ${line}`),
    ),
    isWritten
      ? `All of them are in ${file}, one action each, and nothing else was made. Write there what is true, in place of each \`update: {}\`, and run the same command again.`
      : `Nothing was written. With --draft, all of them are written to ${file}, one action each, for you to decide; then run the same command again. Or correct a copy of the file.`,
  ].join('\n');
}

const shortened = (list: readonly string[]): string =>
  list.length > 4 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ');

/** What is left for a person, as an overlay whose actions change nothing yet. */
export function openPoints(document: JsonObject, problems: readonly Diagnostic[]): OverlayFile[1] {
  const actions = problems.flatMap((one): OverlayAction[] =>
    one.code === 'media-type' ? bodyPoints(document) : [point(document, one.where, one.message)],
  );
  return { overlay: '1.0.0', info: { title: 'Open points, for a person to decide', version: '1.0.0' }, actions };
}

const bodyPoints = (document: JsonObject): OverlayAction[] =>
  unusableBodies(document).map(({ place: { method, path }, where, mediaTypes }) =>
    point(
      document,
      `${method.toUpperCase()} ${path}`,
      `${where} is ${mediaTypes.join(', ')}, and the SDK sends and reads JSON and text only: write \`remove: true\`, or add the JSON that it takes as well.`,
    ),
  );

function point(document: JsonObject, where: string, message: string): OverlayAction {
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*)/.exec(where) ?? [];
  const pointer = path ? ['paths', path, method.toLowerCase()] : where.replace('#/', '').split('/').slice(0, 3);
  const target = jsonPath(document, pointer);
  const isThere = new Set(findPaths(document, target)).size === 1;
  return { target: isThere ? target : '$', description: `TODO: ${where}: ${message}`, update: {} };
}
