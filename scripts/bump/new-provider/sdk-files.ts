// The hand-written part of a new SDK package, as small as can be: options, credentials, two doors, one test.
import type { CredentialsKind } from './credentials.ts';

export interface SdkFacts {
  readonly name: string;
  readonly pascal: string;
  readonly docs: string;
  readonly servers: readonly string[];
  readonly credentials: CredentialsKind | undefined;
  /** A call that takes nothing but perhaps credentials, for the first test: `health.getHealth`. */
  readonly firstCall: { readonly call: string; readonly method: string; readonly path: string } | undefined;
}

const envOf = (name: string, option: string): string =>
  `${name}_${option.replace(/([A-Z])/g, '_$1')}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

export function sdkSources(facts: SdkFacts): Record<string, string> {
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

function options({ name, pascal, docs, servers, credentials }: SdkFacts): string {
  const [production = '', sandbox = production] = servers;
  const env = credentials ? envOf(name, credentials.option) : '';
  const option = credentials?.option ?? '';
  const field = credentials
    ? `\n  /** ${credentials.text}, or a function that gives it. Default: the environment variable \`${env}\`. */\n  ${option}?: string | (() => string | PromiseLike<string>) | undefined;\n`
    : '';
  const check = credentials
    ? `  const given = options?.${option} ?? readEnv('${env}');\n  if (given === undefined || given === '') {\n    throw new ConfigError("No credentials: give option '${option}', or set the environment variable ${env}.");\n  }\n`
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
  return `import { type ClientOptions${credentials ? ', ConfigError' : ''} } from '@org/sdk-core';
import { ${internal} } from '@org/sdk-core/internal';
import { operations } from './generated/operations.ts';
import { version } from './version.ts';

/** What {@link create${pascal}Client} takes. \`environment\` or \`baseUrl\` is required. */
export interface ${pascal}Options extends ClientOptions {${field}}

/** Checks the options and makes of them what both doors need. Throws \`ConfigError\`. See ${docs} */
export function ${name}Config(options: ${pascal}Options): RuntimeConfig {
${check}  const resolved = resolveOptions(options, {
    name: '${pascal}',
    baseUrls: { sandbox: ${quote(sandbox)}, production: ${quote(production)} },
    userAgent: \`${name}-sdk/\${version}\`,
  });
  return { ...resolved, table: operations, authorize: ${use} };
}
${apply}`;
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function client({ name, pascal, docs }: SdkFacts): string {
  return `import type { paths } from '@org/${name}-types';
import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { createNamedDoor, createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import type { ${pascal}Errors, ${pascal}Groups } from './generated/groups.ts';
import { type ${pascal}Options, ${name}Config } from './options.ts';

/** ${pascal}'s API by name and by path. */
export interface ${pascal}Client extends ${pascal}Groups, Client<paths, 'application/json'> {}

/**
 * Makes a client of ${pascal}'s API.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const ${name} = create${pascal}Client({ environment: 'production' });
 * @see ${docs}
 */
export function create${pascal}Client(options: ${pascal}Options): ${pascal}Client {
  const runtime = createRuntime(${name}Config(options));
  return createNamedDoor<${pascal}Groups, Client<paths, 'application/json'>>(runtime, createPathDoor<paths>(runtime));
}

/** True when ${pascal} answered with an error; with an operation's name, narrowed to the errors of that operation. */
export const isApiError: ApiErrorGuard<${pascal}Errors> = isAnyApiError;
`;
}

function paths({ name, pascal, docs }: SdkFacts): string {
  return `// The path door alone, for who wants it smallest: \`@org/${name}-sdk/paths\`.
import type { paths } from '@org/${name}-types';
import { createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { type ${pascal}Options, ${name}Config } from './options.ts';

/** openapi-fetch's client with ${pascal}'s paths. */
export type ${pascal}PathClient = Client<paths, 'application/json'>;

/**
 * Makes a client of ${pascal}'s API with the path door only.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @see ${docs}
 */
export function create${pascal}PathClient(options: ${pascal}Options): ${pascal}PathClient {
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

function test({ pascal, credentials, firstCall }: SdkFacts): string {
  const given = credentials ? `, ${credentials.option}: 'secret-value'` : '';
  const call = firstCall
    ? `
  it('calls by name, with the credentials on the request', async () => {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await create${pascal}Client({ baseUrl: \`http://127.0.0.1:\${port}\`${given} }).${firstCall.call}();
    server.close();
    expect(asked.map(({ method, url }) => \`\${method} \${url?.split('?')[0]}\`)).toEqual(['${firstCall.method} ${firstCall.path}']);
    expect(JSON.stringify([asked[0]?.headers, asked[0]?.url])).toContain(${credentials ? (credentials.option === 'login' ? "btoa('secret-value')" : "'secret-value'") : "'user-agent'"});
  });
`
    : '';
  const imports = firstCall
    ? "import { once } from 'node:events';\nimport { createServer, type IncomingMessage } from 'node:http';\nimport type { AddressInfo } from 'node:net';\n"
    : '';
  const missing = credentials
    ? `
  it('names the credentials that are missing', () => {
    expect(() => create${pascal}Client({ baseUrl: 'https://api.example', ${credentials.option}: '' })).toThrow("No credentials: give option '${credentials.option}'");
  });
`
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
${missing}${call}
  it('says its own version', () => {
    expect(version).toBe(manifest.version);
  });
});
`;
}
