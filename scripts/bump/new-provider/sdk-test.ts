// The first test of a new SDK package: against a server on this machine.
import { literal } from '../../contract/emit/code.ts';
import type { CredentialsKind } from './credentials.ts';
import { ENVIRONMENTS, type Environments, environmentHelp } from './environments.ts';

/** What the files of a new SDK are made from. */
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

export function sdkTest(facts: SdkFacts): string {
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
