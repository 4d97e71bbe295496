// A contract that the lint has nothing against, and how to lint it from real files after breaking one thing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { contractFrom } from '../../contract.ts';
import type { Diagnostic, LocatedDiagnostic } from '../../diagnostic.ts';
import type { Json, JsonObject } from '../../json.ts';
import { lintProvider, textProblems } from '../../lint/lint.ts';
import { at, provider } from '../support/contract.ts';

const string = (description: string): JsonObject => ({ type: 'string', description });
const pet = (name: string, description: string): JsonObject => ({
  type: 'object',
  description,
  required: ['kind'],
  properties: { kind: { type: 'string', enum: [name] }, nick: string('What it is called at home.') },
});

export function cleanContract(): JsonObject {
  const content = (): JsonObject => ({
    'application/json': {
      schema: { $ref: '#/components/schemas/Pet' },
      examples: { cat: { summary: 'A cat', value: { kind: 'cat', nick: 'Tom' } } },
    },
  });
  const problem = (): JsonObject => ({ description: 'Something is wrong with the request.' });
  return {
    openapi: '3.1.0',
    info: { title: 'Acme', version: '1' },
    servers: [{ url: 'https://api.acme.test' }],
    tags: [{ name: 'Pets', description: 'Animals that live with people.' }],
    paths: {
      '/pets/{id}': {
        get: {
          operationId: 'getPet',
          tags: ['Pets'],
          summary: 'Get a pet',
          description: 'Reads one pet. Register it with `putPet` first.',
          externalDocs: { url: 'https://docs.example.com/pets' },
          security: [{ OAuth2: ['pets:read'] }],
          parameters: [
            {
              name: 'id',
              in: 'path',
              required: true,
              description: 'Number on its collar.',
              example: '17',
              schema: { type: 'string' },
            },
            {
              name: 'status',
              in: 'query',
              description: 'Only a pet in this state.',
              schema: { $ref: '#/components/schemas/PetStatus' },
            },
          ],
          responses: {
            '200': { description: 'The pet as it is now.', content: content() },
            '404': problem(),
          },
        },
        put: {
          operationId: 'putPet',
          tags: ['Pets'],
          summary: 'Register a pet',
          description: 'Registers a pet, or changes what is known of it.',
          security: [{ OAuth2: ['pets:write'] }],
          parameters: [
            {
              name: 'id',
              in: 'path',
              required: true,
              description: 'Number on its collar.',
              example: '17',
              schema: { type: 'string' },
            },
          ],
          requestBody: {
            description: 'The pet to register.',
            required: true,
            content: content(),
          },
          responses: { '204': { description: 'It is registered.' }, '400': problem() },
        },
      },
    },
    components: {
      securitySchemes: {
        OAuth2: {
          type: 'oauth2',
          description: 'Client credentials.',
          flows: {
            clientCredentials: {
              tokenUrl: 'https://oauth.acme.test/token',
              scopes: { 'pets:read': 'Read pets.', 'pets:write': 'Change pets.' },
            },
          },
        },
      },
      schemas: {
        Pet: {
          description: 'A cat or a dog, told apart by `kind`.',
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: {
            propertyName: 'kind',
            mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
          },
        },
        Cat: pet('cat', 'An animal that purrs.'),
        Dog: pet('dog', 'An animal that barks.'),
        PetStatus: {
          type: 'string',
          description: 'Whether it is there.',
          enum: ['HOME', 'AWAY'],
          'x-enum-descriptions': { HOME: 'In the house', AWAY: 'Out and about' },
        },
      },
    },
  };
}

/** Sets, or with `undefined` removes, what stands at a path of keys. */
export function change(document: JsonObject, keys: readonly string[], value: Json | undefined): JsonObject {
  const parent = at(document, ...keys.slice(0, -1)) as JsonObject;
  const key = String(keys.at(-1));
  if (value === undefined) delete parent[key];
  else parent[key] = value;
  return document;
}

/** A folder as in `specs/`, with the folder of one provider in it; gone when the test is over. */
export function specsFolder(name: string, spec: JsonObject | string, overlays: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, name, 'overlays'), { recursive: true });
  writeFileSync(
    join(folder, name, 'spec.yaml'),
    typeof spec === 'string' ? spec : stringify(spec, { aliasDuplicateObjects: false }),
  );
  for (const [file, text] of Object.entries(overlays)) writeFileSync(join(folder, name, 'overlays', file), text);
  return folder;
}

export function lint(spec: JsonObject | string, overlays: Record<string, string> = {}): Promise<LocatedDiagnostic[]> {
  return lintProvider(provider, `${specsFolder(provider.name, spec, overlays)}/${provider.name}/`);
}

/** What is found when one thing of the clean contract is changed, as `place: rule: message`. */
export async function lintWith(keys: readonly string[], value: Json | undefined): Promise<string[]> {
  return (await lint(change(cleanContract(), keys, value))).map(textOf);
}

/** The same from the rules of ours alone, which is much faster. */
export function rulesWith(keys: readonly string[], value: Json | undefined): string[] {
  return textProblems(
    contractFrom(provider, { facts: change(cleanContract(), keys, value), texts: {}, overlays: [] }),
  ).map(textOf);
}

const textOf = ({ where, code, message }: Diagnostic): string => `${where}: ${code}: ${message}`;

export const PETS: readonly string[] = ['paths', '/pets/{id}'];
export const SCHEMAS: readonly string[] = ['components', 'schemas'];
