// Which environments a new SDK has: those whose address a person named, and no other. The order of a specification's servers
// means nothing, and a sandbox environment that calls production would move real money.
import { BumpError } from '../fail.ts';
import { checkedAddress } from '../servers.ts';

/** Addresses by environment, checked and normalised. */
export type Environments = Readonly<Record<string, string>>;

export const ENVIRONMENTS = ['production', 'sandbox'] as const;

/** @throws {BumpError} if an address is none, or both are the same */
export function environmentsOf(given: {
  readonly production?: string | undefined;
  readonly sandbox?: string | undefined;
}): Environments {
  const environments: Record<string, string> = {};
  for (const name of ENVIRONMENTS) {
    const address = given[name];
    if (address !== undefined) environments[name] = checkedAddress(`--${name}`, address);
  }
  const { production, sandbox } = environments;
  if (production !== undefined && production === sandbox)
    throw new BumpError('usage', '--production and --sandbox are the same address. Give only the one that it is.');
  return environments;
}

/** Named addresses that are not among the servers of the specification. */
export const unlistedIn = (environments: Environments, servers: readonly string[]): string[] => {
  const listed = new Set(servers.map(normalised));
  return Object.values(environments).filter((address) => !listed.has(address));
};

/** What a person has to know about them, for the terminal. */
export function aboutEnvironments({
  provider,
  environments,
  servers,
  unlisted,
}: {
  readonly provider: { readonly name: string };
  readonly environments: Environments;
  readonly servers: readonly string[];
  readonly unlisted: readonly string[];
}): string {
  const named = ENVIRONMENTS.flatMap((name) => (environments[name] ? [`  ${name}: ${environments[name]}`] : []));
  const missing = ENVIRONMENTS.filter((name) => environments[name] === undefined).map((name) => `--${name} URL`);
  return [
    ...(named.length > 0
      ? ['Environments:', ...named]
      : ['Environments: none was named, so the option `baseUrl` of the SDK is required.']),
    ...unlisted.map((address) => `Check ${address}: it is not among the servers of the specification.`),
    ...(servers.length > 0
      ? ['Servers of the specification:', ...servers.map((server) => `  ${server}`)]
      : ['The specification lists no servers.']),
    ...(missing.length > 0
      ? [
          `To have another environment, undo this run with git and run it again with ${missing.join(' and ')}, or add its address to packages/${provider.name}-sdk/src/options.ts.`,
        ]
      : []),
  ].join('\n');
}

/**
 * The provider's public reference: the address given, else the host of its first server, else none.
 *
 * @throws {BumpError} if the address given is none
 */
export function docsOf(given: string | undefined, servers: readonly string[]): string {
  if (given !== undefined) return checkedAddress('--docs', given);
  const [first] = servers.map(normalised).filter((url) => url.startsWith('https://'));
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

/** The environments whose addresses were named. */
export const namedIn = (environments: Environments): ('production' | 'sandbox')[] =>
  ENVIRONMENTS.filter((name) => environments[name] !== undefined);

/** What a caller of JavaScript is told who names an environment that there is not. */
export function environmentHelp(environments: Environments): string {
  const names = namedIn(environments).map((name) => `'${name}'`);
  if (names.length === 0) return "Give option 'baseUrl': this SDK has no environments.";
  return `Give option 'environment' as ${names.join(' or ')}, or option 'baseUrl'.`;
}
