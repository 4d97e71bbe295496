// What the SDK exports under its provider's name: schemas, arguments and results, apart from the names of the runtime.
import { expect, test } from 'vitest';
import { emitTypes } from '../emit/openapi-types.ts';
import { emitNamespace, emitOperations } from '../emit/operations.ts';
import { nameSchemas } from '../emit/outputs.ts';
import type { JsonObject } from '../json.ts';
import { contract, json, operation, provider, ref } from './support/contract.ts';
import { typeErrors } from './support/typescript.ts';

const RUNTIME = ['ApiError', 'Context', 'Environment', 'Logger', 'Success', 'Failure', 'CallOptions'];

/** A contract with one operation, which sends the first of the schemas. */
function withSchemas(names: readonly string[]): JsonObject {
  const record = (name: string): JsonObject => ({
    type: 'object',
    required: ['schema'],
    properties: { schema: { type: 'string', enum: [name] } },
  });
  const requestBody = { required: true, content: json(ref(String(names[0]))) };
  return nameSchemas(
    contract({
      operation: operation({ requestBody }),
      schemas: Object.fromEntries(names.map((name) => [name, record(name)])),
    }),
  );
}

/** The packages of a small SDK, and a program that uses it. */
async function sdk(document: JsonObject, program: string): Promise<Record<string, string>> {
  const { openapi, schemas } = await emitTypes(document, provider);
  const modules = '/virtual/node_modules/@org';
  return {
    [`${modules}/acme-types/openapi.d.ts`]: openapi,
    [`${modules}/acme-types/schemas.d.ts`]: schemas,
    [`${modules}/acme-types/index.d.ts`]:
      "export type { operations } from './openapi';\nexport type * from './schemas';\n",
    [`${modules}/sdk-core/index.d.ts`]: `
${RUNTIME.filter((name) => !['Success', 'Failure', 'CallOptions'].includes(name))
  .map((name) => `export interface ${name} { runtime: '${name}' }`)
  .join('\n')}
export interface CallOptions { runtime?: 'CallOptions' }
export interface PageOptions { readAhead?: boolean }
export interface Success<Status, Data> { status: Status; data: Data }
export interface Failure<Status, Body> { status: Status; error: Body }
export interface ApiPromise<T, R> extends Promise<T> { result(): Promise<R> }
export interface PagePromise<I, T, R> extends ApiPromise<T, R> { item: I }
export type Undeclared<S> = Exclude<500, S>;
export type ErrorOf<R> = R;
`,
    // A declaration, so that its imports of .ts files need no option of the compiler.
    '/virtual/groups.d.ts': emitOperations(document, provider),
    '/virtual/namespace.d.ts': emitNamespace(document, provider).replace('./groups.ts', './groups'),
    '/virtual/index.d.ts': "export * from '@org/sdk-core';\nexport type { Acme } from './namespace';\n",
    '/virtual/main.ts': program,
  };
}

test.each([...RUNTIME, 'Acme', 'Unlisted'])('a schema called %s is beside the name of the runtime', async (name) => {
  const program = `import type { Acme, ApiError, Environment } from './index';
export const schema: Acme.${name} = { schema: '${name}' };
export const args: Acme.GetThingArgs = { body: { schema: '${name}' } };
export const runtime: [ApiError, Environment] = [{ runtime: 'ApiError' }, { runtime: 'Environment' }];
export const wrong: Acme.${name} = { schema: 'other' };
`;
  expect(typeErrors(await sdk(withSchemas([name]), program))).toEqual([
    `/virtual/main.ts: Type '"other"' is not assignable to type '"${name}"'.`,
  ]);
});

test('the namespace has the schemas, arguments, results and groups', () => {
  const exported = emitNamespace(withSchemas(['Thing']), provider).split('export declare namespace Acme')[1];
  expect(exported?.match(/\w+(?=,)/g)).toEqual([
    'Thing',
    'GetThingArgs',
    'GetThingResult',
    'ListOptions',
    'NoArguments',
    'ThingOperations',
  ]);
});

test.each(['GetThingArgs', 'GetThingResult', 'ThingOperations', 'NoArguments'])(
  'a schema called %s is refused, as an operation has that name for its types',
  (name) => {
    expect(() => emitNamespace(withSchemas([name]), provider)).toThrow(
      `the schema ${name} has the name of a type that is generated for an operation: rename it in specs/acme/names.yaml.`,
    );
  },
);
