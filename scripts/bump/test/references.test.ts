// A `$ref` to another file is followed only where OpenAPI allows one, and only to files that an API description is made of.
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { bundle, parseSpec } from '../bundle.ts';
import { withFiles } from './support/folder.ts';

const SECRET = 'TOKEN=planted-secret';
const minimal = (changes: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Depot', version: '1' },
  paths: {},
  ...changes,
});

/** Joins a document with the files beside it, as reading does. */
function joined(document: JsonObject, files: Readonly<Record<string, string>> = {}): JsonObject {
  const from = withFiles({ 'spec.yaml': stringify(document), ...files });
  return bundle(parseSpec(stringify(document), from), from);
}

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was not refused');
};

describe('a reference to a file that is no API description', () => {
  it.each([
    ['.env', SECRET],
    ['.npmrc', `//registry.example/:_authToken=${SECRET}`],
    ['.ssh/id_ed25519', SECRET],
    ['.ssh/config.json', `{"key": "${SECRET}"}`],
    ['.env.json', `{"key": "${SECRET}"}`],
    ['parts/.secret.yaml', `key: ${SECRET}`],
    ['id_ed25519', SECRET],
    ['notes.txt', SECRET],
    ['Makefile', SECRET],
    ['./parts/../.env', SECRET],
    ['%2eenv', SECRET],
  ])('is refused for %s, and the message says what to do', (file, text) => {
    const document = minimal({ components: { schemas: { A: { $ref: file } } } });
    const planted = decodeURIComponent(file.replace('./parts/../', ''));
    const refusal = message(() => joined(document, { [planted]: text, 'parts/x.yaml': 'a: 1' }));
    expect(refusal).toContain(
      'only .json, .yaml and .yml files are read, and none whose name or folder begins with a dot',
    );
    expect(refusal).toContain('Rename the file, or bundle all files into one.');
    expect(refusal).not.toContain('planted');
  });

  it('is refused for a link with a good name that leads to one', () => {
    const document = minimal({ components: { schemas: { A: { $ref: 'good.yaml' } } } });
    const from = withFiles({ 'spec.yaml': stringify(document), '.env': SECRET });
    symlinkSync(`${dirname(from)}/.env`, `${dirname(from)}/good.yaml`);
    expect(message(() => bundle(document, from))).toContain('only .json, .yaml and .yml files are read');
  });

  it.each([
    '/etc/passwd',
    '../outside.yaml',
    '%2e%2e/outside.yaml',
    'file:///etc/passwd.yaml',
    'https://pwned.example/x.yaml',
    '..\\outside.yaml',
    'parts/../../outside.yaml',
    '%00.yaml',
    '%.yaml',
  ])('is refused for %s, which leads out of the folder', (ref) => {
    const document = minimal({ components: { schemas: { A: { $ref: ref } } } });
    expect(message(() => joined(document))).toContain('leads out of the folder');
  });

  it('is refused for a folder and for a device', () => {
    const document = minimal({ components: { schemas: { A: { $ref: 'folder.yaml' } } } });
    const from = withFiles({ 'spec.yaml': stringify(document) });
    mkdirSync(`${dirname(from)}/folder.yaml`);
    expect(message(() => bundle(document, from))).toContain('does not lead to a regular file');
  });

  it('is refused for a value that is not an object', () => {
    const document = minimal({ components: { schemas: { A: { $ref: 'x.yaml#/version' } } } });
    expect(message(() => joined(document, { 'x.yaml': 'version: planted' }))).toContain(
      '$ref "x.yaml#/version" leads to a value, not to an object. Write the value itself.',
    );
  });
});

describe('a reference in a place where OpenAPI allows none', () => {
  const ref: Json = { $ref: 'x.yaml' };
  it.each<[string, JsonObject]>([
    ['#/info', { info: ref }],
    ['#/info/version', { info: { title: 'Depot', version: ref } }],
    ['#/info/contact', { info: { title: 'Depot', version: '1', contact: ref } }],
    ['#/servers/0', { servers: [ref] }],
    ['#/servers/0/url', { servers: [{ url: ref }] }],
    ['#/tags/0', { tags: [ref] }],
    ['#/paths', { paths: ref }],
    ['#/components', { components: ref }],
    ['#/components/schemas', { components: { schemas: ref } }],
    ['#/components/schemas/A/type', { components: { schemas: { A: { type: ref } } } }],
    ['#/components/schemas/A/discriminator', { components: { schemas: { A: { discriminator: ref } } } }],
    ['#/paths/~1a/get', { paths: { '/a': { get: ref } } }],
    ['#/paths/~1a/get/responses', { paths: { '/a': { get: { responses: ref } } } }],
  ])('is refused at %s, and the message says what to do', (place, changes) => {
    expect(message(() => joined(minimal(changes), { 'x.yaml': 'planted: true' }))).toBe(
      `$ref "x.yaml" at ${place} is not followed: OpenAPI allows no reference there. Write the value itself.`,
    );
  });

  it.each<[string, JsonObject]>([
    ['a default', { components: { schemas: { A: { default: ref } } } }],
    ['a const', { components: { schemas: { A: { const: ref } } } }],
    ['an enum', { components: { schemas: { A: { enum: [ref] } } } }],
    ['an example', { components: { schemas: { A: { example: ref, examples: [ref] } } } }],
    ['the value of an example', { components: { examples: { A: { value: ref } } } }],
    ['an extension', { 'x-vendor': ref, components: { schemas: { A: { 'x-vendor': { deep: [ref] } } } } }],
    ['an extension among the paths', { paths: { 'x-vendor': ref } }],
  ])('is data in %s, and nothing is read', (_, changes) => {
    const document = minimal(changes);
    expect(joined(document, { 'x.yaml': 'planted: true' })).toEqual(document);
  });

  it('is a name where it is the name of a property', () => {
    const document = minimal({ components: { schemas: { A: { properties: { $ref: { type: 'string' } } } } } });
    expect(joined(document)).toEqual(document);
  });
});

describe('a reference in a place where OpenAPI allows one', () => {
  const found = { 'x-found': true };
  const at = (node: Json, keys: readonly string[]): Json | undefined =>
    keys.reduce<Json | undefined>((here, key) => (isObject(here) ? here[key] : undefined), node);

  it.each<[string, readonly string[]]>([
    ['parameter', ['components', 'parameters', 'A']],
    ['response', ['components', 'responses', 'A']],
    ['request body', ['components', 'requestBodies', 'A']],
    ['header', ['components', 'headers', 'A']],
    ['example', ['components', 'examples', 'A']],
    ['link', ['components', 'links', 'A']],
    ['callback', ['components', 'callbacks', 'A']],
    ['path item', ['paths', '/a']],
    ['webhook', ['webhooks', 'a']],
    ['security scheme', ['components', 'securitySchemes', 'A']],
    ['header of a response', ['components', 'responses', 'A', 'headers', 'X-A']],
    ['response of an operation', ['paths', '/a', 'get', 'responses', '200']],
    ['request body of a callback', ['components', 'callbacks', 'A', '{$url}', 'post', 'requestBody']],
  ])('is followed for a %s', (_, keys) => {
    const document = keys.reduceRight<Json>((node, key) => ({ [key]: node }), {
      $ref: './parts/x.yaml#/a',
    }) as JsonObject;
    const bundled = joined(minimal(document), { 'parts/x.yaml': stringify({ a: found }) });
    expect(at(bundled, keys)).toEqual(found);
  });

  it('becomes a named schema, which may refer to itself and to further files', () => {
    const document = minimal({ components: { schemas: { A: { $ref: 'parts/tree.json' } } } });
    const bundled = joined(document, {
      'parts/tree.json': JSON.stringify({ properties: { next: { $ref: '#' }, leaf: { $ref: '../leaf.yml#/Leaf' } } }),
      'leaf.yml': stringify({ Leaf: { type: 'string' } }),
    });
    expect(bundled.components).toEqual({
      schemas: {
        A: { $ref: '#/components/schemas/tree' },
        tree: {
          properties: { next: { $ref: '#/components/schemas/tree' }, leaf: { $ref: '#/components/schemas/Leaf' } },
        },
        Leaf: { type: 'string' },
      },
    });
  });

  it('keeps what stands beside it in a schema and in a path item', () => {
    const document = minimal({
      paths: { '/a': { $ref: 'x.yaml#/item', summary: 'Ours.' } },
      components: { schemas: { A: { $ref: 'x.yaml#/a', properties: { b: { $ref: 'x.yaml#/b' } } } } },
    });
    const text = stringify({ item: { get: {}, summary: 'Theirs.' }, a: { type: 'object' }, b: { type: 'string' } });
    const bundled = joined(document, { 'x.yaml': text });
    expect(bundled.paths).toEqual({ '/a': { get: {}, summary: 'Ours.' } });
    expect(at(bundled, ['components', 'schemas', 'A'])).toEqual({
      properties: { b: { $ref: '#/components/schemas/b' } },
      $ref: '#/components/schemas/a',
    });
  });

  it('is refused where it refers back to itself without a schema between', () => {
    const document = minimal({ components: { responses: { A: { $ref: 'x.yaml' } } } });
    const text = stringify({ links: {}, headers: { X: { $ref: '#/headers/X' } } });
    expect(message(() => joined(document, { 'x.yaml': text }))).toContain('refers back to itself');
  });

  it('is refused where files that refer to each other expand without measure', () => {
    const files: Record<string, string> = { 'f24.yaml': '{}' };
    for (let index = 0; index < 24; index++) {
      const next = { post: { callbacks: { a: { $ref: `f${index + 1}.yaml` }, b: { $ref: `f${index + 1}.yaml` } } } };
      files[`f${index}.yaml`] = stringify({ '{$url}': next });
    }
    const document = minimal({ components: { callbacks: { A: { $ref: 'f0.yaml' } } } });
    expect(message(() => joined(document, files))).toContain('expand to more than');
  });
});

it('leaves references within the document alone', () => {
  const document = minimal({ components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: {} } } });
  expect(joined(document)).toEqual(document);
});
