// From a provider's folder to its effective contract: facts, texts, overlays in the order of their names, both forms.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { buildContract } from '../contract.ts';
import { readYaml } from '../files.ts';
import type { JsonObject } from '../json.ts';
import { at, exchange, provider, ref } from './support/contract.ts';
import { temporaryFolder } from './support/process.ts';

const spec = exchange(ref('Status'), ref('Status'), {
  Status: { type: 'object', properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } } },
});

function folderOf(document: JsonObject | string, overlays: Record<string, JsonObject[]> = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'overlays'));
  writeFileSync(join(folder, 'spec.yaml'), typeof document === 'string' ? document : stringify(document));
  for (const [file, actions] of Object.entries(overlays)) {
    const overlay = { overlay: '1.0.0', info: { title: 't', version: '1' }, actions };
    writeFileSync(join(folder, 'overlays', file), stringify(overlay));
  }
  return `${folder}/`;
}
const title = (text: string): JsonObject[] => [{ target: '$.info.title', description: 'd', update: text }];

test('overlays are applied in the order of their names, and only files that end in .yaml are overlays', () => {
  const folder = folderOf(spec, {
    '20-b.yaml': title('second'),
    '10-a.yaml': title('first'),
    '30-notes.txt': title('third'),
  });
  const { document } = buildContract(provider, folder);
  expect(at(document, 'info', 'title')).toBe('second');
});

test('what overlays add is normalised and split like the rest', () => {
  const content = { 'application/json; charset=utf-8': { schema: { allOf: [ref('Status')] } } };
  const update = { responses: { '202': { description: 'd', content } } };
  const folder = folderOf(spec, { '10-a.yaml': [{ target: "$.paths['/things'].post", description: 'd', update }] });
  const { document, split } = buildContract(provider, folder);
  const post = at(document, 'paths', '/things', 'post');
  expect(split).toEqual(['Status']);
  expect(at(post, 'responses', '202', 'content', 'application/json', 'schema')).toEqual(ref('Status'));
  expect(at(post, 'requestBody', 'content', 'application/json', 'schema')).toEqual(ref('StatusInput'));
});

test('an overlay that fails is named by its file', () => {
  const folder = folderOf(spec, { '10-a.yaml': [{ target: '$.nope', description: 'd', remove: true }] });
  expect(() => buildContract(provider, folder)).toThrow(/^overlays\/10-a\.yaml, action 1 \(d\): \$\.nope\n/);
});

test('refuses a file that is not YAML, holds a key twice, or is not a mapping, with its name', () => {
  const file = (text: string): string => `${folderOf(text)}spec.yaml`;
  expect(() => readYaml(file('a: [\n'))).toThrow(/spec\.yaml: ./);
  expect(() => readYaml(file('a: 1\na: 2\n'))).toThrow(/spec\.yaml: Map keys must be unique/);
  expect(() => readYaml(file('- 1\n'))).toThrow(
    /spec\.yaml: contains no mapping of keys to values\. Check that it is the right file\.$/,
  );
});

test('a file that is not there is refused by its name', () => {
  expect(() => readYaml('none/spec.yaml')).toThrow(/^none\/spec\.yaml: ENOENT/);
});

test('a key called `__proto__` is read as a key', () => {
  const document = readYaml(`${folderOf('__proto__: { polluted: 1 }\n')}spec.yaml`);
  expect(Object.keys(document)).toEqual(['__proto__']);
  expect(({} as JsonObject).polluted).toBeUndefined();
});
