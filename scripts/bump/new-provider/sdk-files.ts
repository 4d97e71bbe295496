// The hand-written part of a new SDK package, as small as can be: options, credentials, two clients, one test. Every value of
// the specification enters through `literal`, `identifier` or `comment`.
import { comment, identifier, literal } from '../../contract/emit/code.ts';
import type { CredentialsKind } from './credentials.ts';
import { ENVIRONMENTS, type Environments, environmentHelp, namedIn } from './environments.ts';
import { type SdkFacts, sdkTest } from './sdk-test.ts';

export function sdkSources(facts: SdkFacts): Record<string, string> {
  identifier(`create${facts.pascal}Client`);
  return {
    'src/version.ts':
      "// The package's version, for the User-Agent. `changeset version` rewrites package.json; a test keeps the two equal.\nexport const version = '0.0.0';\n",
    'src/error-body.ts': ERROR_BODY,
    'src/options.ts': options(facts),
    'src/client.ts': client(facts),
    'src/paths.ts': paths(facts),
    'src/types.ts': types(facts),
    'src/index.ts': index(facts),
    'test/client.test.ts': sdkTest(facts),
  };
}

const envOf = (name: string, option: string): string =>
  `${name}_${option.replace(/([A-Z])/g, '_$1')}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

/** JSDoc with `@see` at its end, where a reference is known. */
const documented = (text: string, docs: string): string => comment(docs ? `${text}\n@see ${docs}` : text);

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

function options({ package: pack, name, pascal, docs, environments, credentials }: SdkFacts): string {
  const env = credentials ? envOf(name, credentials.option) : '';
  const option = credentials?.option ?? '';
  const field = credentials
    ? `\n  /** ${credentials.text}, or a function that returns it. Default: the environment variable \`${env}\`. */\n  ${option}?: Credentials | undefined;\n`
    : '';
  const check = credentials
    ? `  const given = '${option}' in options ? options.${option} : readEnv('${env}');\n  if (given === undefined || given === '') {\n    throw new ConfigurationError("No credentials: give option '${option}', or set the environment variable ${env}.");\n  }\n`
    : '';
  const inQuery = credentials?.place === 'query';
  const use = !credentials ? '' : inQuery ? '' : '    authorize: authorize(credentialHeaders(given)),\n';
  const middleware = inQuery ? '    middleware: [...resolved.middleware, credentialQuery(given)],\n' : '';
  const types = [...(credentials && !inQuery ? ['type Authorizer'] : [])];
  const values = [
    ...(credentials && !inQuery ? ['authorize'] : []),
    ...(credentials ? ['checkHeaders'] : []),
    ...['checkOptionNames', 'createInstrumentation', 'createLog', 'Engine'],
    ...(credentials ? ['readEnv'] : []),
    ...['resolveOptions', 'warnInBrowser'],
  ];
  const imported = [
    'type ClientOptions',
    'ConfigurationError',
    'type Environment',
    ...(inQuery ? ['type Middleware'] : []),
  ];
  const takes = namedIn(environments).length === 0 ? '' : ' `environment` or `baseUrl` is required.';
  return `import { ${imported.join(', ')} } from '@org/sdk-core';
import { ${[...types, ...values].join(', ')} } from '@org/sdk-core/internal';
import { describeError } from './error-body.ts';
import { operations, type ${pascal}Operation } from './generated/operations.ts';
import { version } from './version.ts';
${credentials ? `\n/** ${credentials.text}, or a function that returns it; it is called for each attempt. */\nexport type Credentials = string | (() => string | PromiseLike<string>);\n` : ''}
/** Options of \`create${pascal}Client\` and \`create${pascal}PathClient\`.${takes} */
export interface ${pascal}Options extends ClientOptions {${environmentFields(environments)}${field}}

/** The addresses that were named when this package was made. */
const baseUrls: Partial<Record<Environment, string>> = ${literal({ ...environments })};

${documented('Checks the options and makes the engine of a client. Throws `ConfigurationError`.', docs)}export function createEngine(options: ${pascal}Options): Engine<${pascal}Operation> {
  checkOptionNames(options, [${credentials ? `'${option}'` : ''}]);
  checkEnvironment(options);
${check}  const log = createLog(options, '${envOf(name, 'log')}');
  warnInBrowser(log, ${literal(pascal)});
  const resolved = resolveOptions(options, {
    name: ${literal(pascal)},
    baseUrls,
    userAgent: \`${pack}-sdk/\${version}\`,
  });
  return new Engine<${pascal}Operation>({
    ...resolved,
    operations,
    instrumentation: createInstrumentation(options, log),
    describeError,
${use}${middleware}  });
}

/** For callers without types. */
function checkEnvironment({ environment, baseUrl }: ClientOptions): void {
  if (environment === undefined ? baseUrl !== undefined : Object.hasOwn(baseUrls, environment)) return;
  throw new ConfigurationError(${literal(environmentHelp(environments))});
}
${credentials ? credentialCode(credentials) : ''}`;
}

/** A closure holds the credentials, so that no rendering of a client can show them. */
function credentialCode({ option, place, statement }: CredentialsKind): string {
  const value = `
/** Calls the function that was given, and checks what it returns. */
async function valueOf(given: Credentials): Promise<string> {
  const value = typeof given === 'function' ? await given() : given;
  if (typeof value !== 'string' || value === '') {
    throw new ConfigurationError("Option '${option}' must be a non-empty string, or a function that returns one.");
  }
  checkHeaders({ ${option}: value }, (message) => new ConfigurationError(\`Option '${option}': \${message}\`));
  return value;
}
`;
  if (place === 'query')
    return `
/** Puts the credentials into the query of each attempt. */
function credentialQuery(given: Credentials): Middleware {
  return async (request, next) => {
    const value = await valueOf(given);
    const url = new URL(request.url);
    ${statement}
    return next({ ...request, url: url.href });
  };
}
${value}`;
  return `
/** Puts the credentials on each attempt. */
function credentialHeaders(given: Credentials): Authorizer {
  return {
    apply: async (headers) => {
      const value = await valueOf(given);
      ${statement}
      return undefined;
    },
  };
}
${value}`;
}

const ERROR_BODY = `// What an error body says, in the fields that APIs use most often. Correct it when you know the provider's own shapes.
import type { ErrorDescription } from '@org/sdk-core/internal';

/** Reads what an error body says. Shapes that are not known say nothing. */
export function describeError(body: unknown): ErrorDescription {
  const { message, detail, error, request_id } = fieldsOf(body);
  return { message: textOf(message) ?? textOf(detail) ?? textOf(fieldsOf(error).message), requestId: textOf(request_id) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
`;

function client({ name, pascal, docs, environments }: SdkFacts): string {
  const [environment] = namedIn(environments);
  const example = environment ? `environment: '${environment}'` : "baseUrl: 'https://…'";
  const text = `Makes a client of ${pascal}'s API.\n\n@throws {ConfigurationError} if an option is missing, malformed or unknown\n@example\nconst ${name} = create${pascal}Client({ ${example} });`;
  return `import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { addOperationMethods, createPathMethods } from '@org/sdk-core/internal';
import type { ${pascal}Errors, ${pascal}Groups } from './generated/groups.ts';
import { createEngine, type ${pascal}Options } from './options.ts';
import type { ${pascal}Client, ${pascal}PathClient, paths } from './types.ts';

${documented(text, docs)}export function create${pascal}Client(options: ${pascal}Options): ${pascal}Client {
  const engine = createEngine(options);
  return addOperationMethods<${pascal}Groups, ${pascal}PathClient>(createPathMethods<paths>(engine), engine);
}

/** True when ${pascal} returned an error; with an operation's name, narrowed to the errors of that operation. */
export const isApiError: ApiErrorGuard<${pascal}Errors> = isAnyApiError;
`;
}

function paths({ package: pack, pascal, docs }: SdkFacts): string {
  const text = `Makes a client of ${pascal}'s API with path methods only.\n\n@throws {ConfigurationError} if an option is missing, malformed or unknown`;
  return `// Path methods alone, in the smallest bundle: \`@org/${pack}-sdk/paths\`.
import { createPathMethods } from '@org/sdk-core/internal';
import { createEngine, type ${pascal}Options } from './options.ts';
import type { ${pascal}PathClient, paths } from './types.ts';

${documented(text, docs)}export function create${pascal}PathClient(options: ${pascal}Options): ${pascal}PathClient {
  return createPathMethods<paths>(createEngine(options));
}

export type { ${pascal}Options } from './options.ts';
export type { ${pascal}PathClient } from './types.ts';
`;
}

const types = ({
  package: pack,
  pascal,
}: SdkFacts): string => `// Every type by a name that another package can write, for the declarations of projects that export what a call returns:
// TypeScript considers this entry where the other entries import what is declared here.
import type { paths } from '@org/${pack}-types';
import type { Client } from 'openapi-fetch';
import type { ${pascal}Groups } from './generated/groups.ts';

/** ${pascal}'s API by operation and by path. */
export interface ${pascal}Client extends ${pascal}Groups, ${pascal}PathClient {}

/** openapi-fetch's client with ${pascal}'s paths. */
export interface ${pascal}PathClient extends Client<paths, 'application/json'> {}

export type * from '@org/${pack}-types';
export type {
  Client,
  ClientMethod,
  FetchOptions,
  FetchResponse,
  MaybeOptionalInit,
  ParseAsResponse,
} from 'openapi-fetch';
export type * from './generated/groups.ts';
`;

const index = ({
  pascal,
}: SdkFacts): string => `// \`isApiError\` below is this SDK's own, which knows ${pascal}'s operations: a named export goes before \`export *\`.

export * from '@org/sdk-core';
export { create${pascal}Client, isApiError } from './client.ts';
export type { ${pascal}Errors } from './generated/groups.ts';
export type { ${pascal} } from './generated/namespace.ts';
export type { ${pascal}Options } from './options.ts';
export type { ${pascal}Client } from './types.ts';
`;
