// Names and texts as an untrusted or careless provider might write them: each tries to end a comment, a string or a line.
import type { JsonObject } from '../../json.ts';
import { contract, operation, ref, withKey } from './contract.ts';

/** Ends a comment and a string of any kind, and declares something if it can. */
export const ESCAPE = `*/ export type Escaped = 1; /* \` ' " \\ \${1}`;

/** A path with a parameter whose name needs quotes. */
export const PATH = `/things/{i'd}/*\`$'"\\`;

export const PAYLOADS: readonly string[] = [
  ESCAPE,
  "'; export const escaped = 1; //",
  '"; export const escaped = 1; //',
  '`$' + '{escaped}`',
  'one\ntwo',
  'one\r\ntwo',
  'one\u2028two\u2029three',
  '\\',
  "\\'",
  '\\"',
  '*',
  '/',
  '__proto__',
  'constructor',
  '@deprecated',
  '</script>',
];

/** A sound contract with untrusted texts everywhere that a provider can write one, and untrusted names where a rule allows them. */
export function untrustedContract(): JsonObject {
  const text = PAYLOADS.join('\n\n');
  const enumeration = {
    type: 'string',
    enum: [...PAYLOADS],
    'x-open-enum': true,
    'x-enum-descriptions': all((name) => name),
  };
  const record = {
    type: 'object',
    title: text,
    description: text,
    required: [...PAYLOADS],
    properties: all(() => ({
      type: 'string',
      title: text,
      description: text,
      format: ESCAPE,
      default: ESCAPE,
      examples: [ESCAPE],
    })),
  };
  const parameters = PAYLOADS.map((name) => ({
    name,
    in: 'query',
    description: text,
    schema: { type: 'string', enum: [...PAYLOADS] },
  }));
  const media = (schema: JsonObject): JsonObject =>
    all(() => ({ schema, examples: { one: { summary: text, value: ESCAPE } } }));
  const get = operation({
    summary: text,
    description: text,
    externalDocs: { description: text, url: `https://docs.example.com/${ESCAPE}\n${ESCAPE}` },
    deprecated: true,
    parameters: [
      ...parameters,
      { name: "i'd", in: 'path', required: true, description: text, schema: { type: 'string' } },
    ],
    requestBody: { description: text, content: media(ref('Record')) },
    responses: {
      '200': {
        description: text,
        headers: all(() => ({ description: text, schema: { type: 'string' } })),
        content: media(ref('Kind')),
      },
      default: { description: text, content: media({ type: 'object', properties: all(() => ref('Kind')) }) },
    },
    security: [{ OAuth: [] }],
  });
  return contract({
    paths: { [PATH]: { get } },
    webhooks: all(() => ({ post: { summary: text, description: text, responses: { '200': { description: text } } } })),
    schemas: { Kind: enumeration, Record: record },
    components: {
      securitySchemes: {
        OAuth: {
          type: 'oauth2',
          description: text,
          flows: { clientCredentials: { tokenUrl: text, scopes: all(() => text) } },
        },
      },
    },
    root: { info: { title: text, description: text, version: ESCAPE }, tags: [{ name: 'Thing', description: text }] },
  });
}

function all(value: (name: string) => JsonObject | string): JsonObject {
  const map: JsonObject = {};
  for (const name of PAYLOADS) withKey(map, name, value(name));
  return map;
}
