// The hand-written part of a new SDK package, as small as can be: options, credentials, two clients, one test. Every value of
// the specification enters through `literal`, `identifier` or `comment`.
import { comment, identifier, literal } from '../../contract/emit/code.ts';
import type { CredentialsKind } from './credentials.ts';
import { ENVIRONMENTS, type Environments } from './environments.ts';

export interface SdkFacts {
  /** As in `@org/<package>-sdk`. */
  readonly package: string;
  /** In camelCase and in PascalCase. */
  readonly name: string;
  readonly pascal: string;
  /** Empty where none is known. */
  readonly docs: string;
  readonly environments: Environments;
  readonly credentials: CredentialsKind | undefined;
  /** An operation that takes nothing but perhaps credentials, for the first test. */
  readonly firstCall: { readonly group: string; readonly name: string; readonly path: string } | undefined;
}

export function sdkSources(facts: SdkFacts): Record<string, string> {
  identifier(`${facts.name}Config`);
  identifier(`create${facts.pascal}Client`);
  return {
    'src/version.ts':
      "// The package's version, for the User-Agent. `changeset version` rewrites package.json; a test keeps the two equal.\nexport const version = '0.0.0';\n",
    'src/options.ts': options(facts),
    'src/client.ts': client(facts),
    'src/paths.ts': paths(facts),
    'src/index.ts': index(facts),
    'test/client.test.ts': test(facts),
  };
}

const envOf = (name: string, option: string): string =>
  `${name}_${option.replace(/([A-Z])/g, '_$1')}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

/** JSDoc with `@see` at its end, where a reference is known. */
const documented = (text: string, docs: string): string => comment(docs ? `${text}\n@see ${docs}` : text);

const namedIn = (environments: Environments): ('production' | 'sandbox')[] =>
  ENVIRONMENTS.filter((name) => environments[name] !== undefined);

/** The fields of the options that say which environments there are. */
function environmentFields(environments: Environments): string {
  const names = namedIn(environments);
  if (names.length === ENVIRONMENTS.length) return '';
  if (names.length === 0)
    return `
  /** Required, because this SDK has no environments. Used as given; \`http:\` only for this machine. */
  baseUrl: string;
  /** This SDK has no environments: give \`baseUrl\`. */
  environment?: undefined;
`;
  return `
  /** The only environment of this SDK. It or \`baseUrl\` is required. */
  environment?: ${names.map(literal).join(' | ')} | undefined;
`;
}

/** What a caller of JavaScript is told who names an environment that there is not. */
function environmentHelp(environments: Environments): string {
  const names = namedIn(environments).map((name) => `'${name}'`);
  if (names.length === 0) return "Give option 'baseUrl': this SDK has no environments.";
  return `Give option 'environment' as ${names.join(' or ')}, or option 'baseUrl'.`;
}

function options({ package: pack, name, pascal, docs, environments, credentials }: SdkFacts): string {
  const env = credentials ? envOf(name, credentials.option) : '';
  const option = credentials?.option ?? '';
  const field = credentials
    ? `\n  /** ${credentials.text}, or a function that returns it. Default: the environment variable \`${env}\`. */\n  ${option}?: string | (() => string | PromiseLike<string>) | undefined;\n`
    : '';
  const check = credentials
    ? `  const given = options.${option} ?? readEnv('${env}');\n  if (given === undefined || given === '') {\n    throw new ConfigError("No credentials: give option '${option}', or set the environment variable ${env}.");\n  }\n`
    : '';
  const use = credentials
    ? 'authorize(credentials(given), resolved.clock)'
    : 'authorize(() => undefined, resolved.clock)';
  const apply = credentials
    ? `\n/** A closure holds the credentials, so that no rendering of a client can show them. */\nfunction credentials(given: string | (() => string | PromiseLike<string>)): SetCredentials {\n  return async (request) => {\n    const value = typeof given === 'function' ? await given() : given;\n    if (typeof value !== 'string' || value === '') throw new ConfigError("Option '${option}' gave no credentials.");\n    checkHeaders({ ${option}: value });\n    ${credentials.statement}\n  };\n}\n`
    : '';
  const internal = credentials
    ? 'authorize, checkHeaders, type RuntimeConfig, readEnv, resolveOptions, type SetCredentials'
    : 'authorize, type RuntimeConfig, resolveOptions';
  const takes = namedIn(environments).length === 0 ? '' : ' `environment` or `baseUrl` is required.';
  return `import { type ClientOptions, ConfigError, type Environment } from '@org/sdk-core';
import { ${internal} } from '@org/sdk-core/internal';
import { operations } from './generated/operations.ts';
import { version } from './version.ts';

/** What {@link create${pascal}Client} takes.${takes} */
export interface ${pascal}Options extends ClientOptions {${environmentFields(environments)}${field}}

/** The addresses that were named when this package was made. */
const baseUrls: Partial<Record<Environment, string>> = ${literal({ ...environments })};

${documented('Checks the options and makes of them what both clients need. Throws `ConfigError`.', docs)}export function ${name}Config(options: ${pascal}Options): RuntimeConfig {
  checkEnvironment(options);
${check}  const resolved = resolveOptions(options, {
    name: ${literal(pascal)},
    baseUrls,
    userAgent: \`${pack}-sdk/\${version}\`,
  });
  return { ...resolved, table: operations, authorize: ${use} };
}

/** For callers without types. */
function checkEnvironment({ environment, baseUrl }: ClientOptions = {}): void {
  if (environment === undefined ? baseUrl !== undefined : Object.hasOwn(baseUrls, environment)) return;
  throw new ConfigError(${literal(environmentHelp(environments))});
}
${apply}`;
}

function client({ package: pack, name, pascal, docs, environments }: SdkFacts): string {
  const [environment] = namedIn(environments);
  const example = environment ? `environment: '${environment}'` : "baseUrl: 'https://…'";
  const text = `Makes a client of ${pascal}'s API.\n\n@throws {ConfigError} if an option is missing or malformed\n@example\nconst ${name} = create${pascal}Client({ ${example} });`;
  return `import type { paths } from '@org/${pack}-types';
import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { createNamedDoor, createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import type { ${pascal}Errors, ${pascal}Groups } from './generated/groups.ts';
import { type ${pascal}Options, ${name}Config } from './options.ts';

/** ${pascal}'s API by name and by path. */
export interface ${pascal}Client extends ${pascal}Groups, Client<paths, 'application/json'> {}

${documented(text, docs)}export function create${pascal}Client(options: ${pascal}Options): ${pascal}Client {
  const runtime = createRuntime(${name}Config(options));
  return createNamedDoor<${pascal}Groups, Client<paths, 'application/json'>>(runtime, createPathDoor<paths>(runtime));
}

/** True when ${pascal} returned an error; with an operation's name, narrowed to the errors of that operation. */
export const isApiError: ApiErrorGuard<${pascal}Errors> = isAnyApiError;
`;
}

function paths({ package: pack, name, pascal, docs }: SdkFacts): string {
  const text = `Makes a client of ${pascal}'s API with path methods only.\n\n@throws {ConfigError} if an option is missing or malformed`;
  return `// Path methods alone, in the smallest bundle: \`@org/${pack}-sdk/paths\`.
import type { paths } from '@org/${pack}-types';
import { createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { type ${pascal}Options, ${name}Config } from './options.ts';

/** openapi-fetch's client with ${pascal}'s paths. */
export type ${pascal}PathClient = Client<paths, 'application/json'>;

${documented(text, docs)}export function create${pascal}PathClient(options: ${pascal}Options): ${pascal}PathClient {
  return createPathDoor<paths>(createRuntime(${name}Config(options)));
}

export type { ${pascal}Options } from './options.ts';
`;
}

const index = ({
  pascal,
}: SdkFacts): string => `// \`isApiError\` below is this SDK's own, which knows ${pascal}'s operations: a named export goes before \`export *\`.

export * from '@org/sdk-core';
export { create${pascal}Client, type ${pascal}Client, isApiError } from './client.ts';
export type { ${pascal}Errors } from './generated/groups.ts';
export type { ${pascal} } from './generated/namespace.ts';
export type { ${pascal}Options } from './options.ts';
`;

function test(facts: SdkFacts): string {
  const { pascal, credentials, firstCall } = facts;
  const given = credentials ? `, ${credentials.option}: 'secret-value'` : '';
  const imports = firstCall
    ? "import { once } from 'node:events';\nimport { createServer, type IncomingMessage } from 'node:http';\nimport type { AddressInfo } from 'node:net';\n"
    : '';
  return `// The client as people make it: against a server on this machine.
${imports}import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { create${pascal}Client } from '../src/index.ts';
import { version } from '../src/version.ts';
import manifest from '../package.json' with { type: 'json' };

describe('create${pascal}Client', () => {
  it('shows no secret when it is printed', () => {
    const client = create${pascal}Client({ baseUrl: 'https://api.example'${given} });
    expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain('secret-value');
  });
${missingTest(facts)}${environmentTest(facts)}${callTest(facts, given)}
  it('says its own version', () => {
    expect(version).toBe(manifest.version);
  });
});
`;
}

const missingTest = ({ pascal, credentials }: SdkFacts): string =>
  credentials === undefined
    ? ''
    : `
  it('names the credentials that are missing', () => {
    expect(() => create${pascal}Client({ baseUrl: 'https://api.example', ${credentials.option}: '' })).toThrow("No credentials: give option '${credentials.option}'");
  });
`;

function environmentTest({ pascal, environments }: SdkFacts): string {
  const other = ENVIRONMENTS.find((name) => environments[name] === undefined);
  if (other === undefined) return '';
  return `
  it('refuses an environment whose address was never named', () => {
    // @ts-expect-error the types know no environment of this name
    expect(() => create${pascal}Client({ environment: '${other}' })).toThrow(${literal(environmentHelp(environments))});
  });
`;
}

function callTest({ pascal, credentials, firstCall }: SdkFacts, given: string): string {
  if (firstCall === undefined) return '';
  const call = `[${literal(firstCall.group)}][${literal(firstCall.name)}]`;
  const shown =
    credentials === undefined
      ? "'user-agent'"
      : credentials.option === 'login'
        ? "btoa('secret-value')"
        : "'secret-value'";
  return `
  it('sends an operation with its credentials', async () => {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await create${pascal}Client({ baseUrl: \`http://127.0.0.1:\${port}\`${given} })${call}();
    server.close();
    expect(asked.map(({ method, url }) => \`\${method} \${url?.split('?')[0]}\`)).toEqual([${literal(`GET ${firstCall.path}`)}]);
    expect(JSON.stringify([asked[0]?.headers, asked[0]?.url])).toContain(${shown});
  });
`;
}
