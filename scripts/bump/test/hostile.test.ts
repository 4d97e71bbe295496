// Files made to do harm: refused, or rendered so that nothing of them acts.
import { writeFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../../contract/json.ts';
import { providerDocument, type Repository, repository } from './support/repository.ts';

const evil = [
  '*/ alert(1) /*',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: such texts are the point
  '`${process.exit(1)}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: such texts are the point
  '${globalThis.hit = 1}',
  "'; hit(); '",
  '"; hit(); "',
  '__proto__',
  'constructor',
  'a\nb',
  'a\u2028b',
  '</script><script>hit()</script>',
  '../../../etc/passwd',
  '\u202egnp.exe',
  '@everyone `code` [x](javascript:hit())',
  '\u001b[2J',
];

async function refused(repo: Repository, text: string): Promise<void> {
  const before = repo.snapshot();
  const file = repo.provider([], 'evil.yaml');
  writeFileSync(file, text);
  await expect(repo.bump({ from: file })).rejects.toMatchObject({
    name: 'BumpError',
    kind: expect.stringMatching(/^(hostile|document|contract)$/),
  });
  expect(repo.snapshot()).toEqual(before);
}

/** Only declarations of the kinds that are always there; nothing that runs. */
function expectInert(repo: Repository): void {
  for (const [file, text] of repo.snapshot()) {
    if (!file.endsWith('.ts')) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    expect((source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics, file).toEqual([]);
    const kinds = new Set(source.statements.map(({ kind }) => ts.SyntaxKind[kind]));
    for (const kind of [
      'ImportDeclaration',
      'InterfaceDeclaration',
      'TypeAliasDeclaration',
      'ExportDeclaration',
      'VariableStatement',
      'FirstStatement',
    ])
      kinds.delete(kind);
    expect([...kinds], file).toEqual([]);
    const calls: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node) || ts.isTemplateExpression(node))
        calls.push(node.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect(calls, file).toEqual([]);
  }
  expect(JSON.parse(repo.read('packages/acme-types/openapi.json'))).toBeTypeOf('object');
}

describe('a hostile file', () => {
  it.each(evil)('has no say through texts: %j', async (text) => {
    const repo = await repository();
    const file = repo.provider([
      ['$.info.title', text],
      ['$.components.schemas.ApiWidget', { title: text, description: text, example: text }],
      ["$.paths['/widgets'].get.summary", text],
      ['$.components.schemas.ApiWidget.properties', { extra: { type: 'string', description: text, title: text } }],
    ]);
    await repo.bump({ from: file });
    expectInert(repo);
    for (const [name, content] of repo.snapshot())
      expect(
        content.includes(text) && name.startsWith('specs/acme/spec') && text !== '__proto__' && text !== 'constructor',
        name,
      ).toBe(false);
  });

  it.each(evil)(
    'has no say through facts that are written, such as values, defaults and field names: %j',
    async (text) => {
      const repo = await repository();
      const properties = JSON.parse(
        `{${JSON.stringify(text)}: {"type": "string"}, "kind": {"type": "string", "enum": [${JSON.stringify(text)}, "b"], "default": ${JSON.stringify(text)}}, "only": {"const": ${JSON.stringify(text)}}}`,
      ) as JsonObject;
      const document = providerDocument();
      const widget = ((document.components as JsonObject).schemas as JsonObject).ApiWidget as JsonObject;
      // Entry by entry: a literal `__proto__` would set the prototype.
      for (const [name, schema] of Object.entries(properties))
        Object.defineProperty(widget.properties, name, {
          value: schema,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      const file = repo.provider([], 'facts.json');
      writeFileSync(file, JSON.stringify(document));
      const report = await repo.bump({ from: file });
      expect(report.findings.filter(({ kind }) => kind === 'response-field-added').length).toBe(3);
      expectInert(repo);
      expect(({} as { type?: unknown }).type).toBeUndefined();
      const { markdown } = await import('../tell/markdown.ts');
      const { terminal } = await import('../tell/terminal.ts');
      // In a pull request every such text stands in code, where no mention, link or tag works; in a terminal nothing steers.
      expect(markdown(report).replace(/(`+)[^`][\s\S]*?\1/g, '')).not.toMatch(/<script|@everyone|javascript:/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
      expect(terminal(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
    },
  );

  it.each(evil)('is refused for names that would be code or addresses: %j', async (text) => {
    const repo = await repository();
    const name = JSON.stringify(text);
    const base = (paths: string, schemas = '{"S": {"type": "string"}}'): string =>
      `{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": ${paths}, "components": {"schemas": ${schemas}}}`;
    const operation = (id: string, extra = ''): string =>
      `{"get": {"operationId": ${id}, "tags": ["T"], "security": [], ${extra} "responses": {"200": {"description": "x"}, "default": {"description": "y"}}}}`;
    await refused(repo, base(`{"/a": ${operation(name)}}`));
    await refused(
      repo,
      base(
        `{"/a": ${operation('"a"', `"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},`)}}`,
        `{"S": {"$ref": "#/components/schemas/X"}, ${name}: {"type": "string"}, "X": {"type": "string"}}`,
      ),
    );
    await refused(
      repo,
      base(`{${JSON.stringify(`/a/${text}`)}: ${operation('"a"')}, "/${'x'.repeat(3)} y": ${operation('"b"')}}`),
    );
  });

  it.each(['toLocaleString', 'isPrototypeOf', '__defineGetter__'])(
    'has names of every object as names of its own: %s',
    async (name) => {
      const repo = await repository();
      const text = stringify(providerDocument()).replaceAll('ApiFault', name);
      const file = repo.provider([], 'inherited.yaml');
      writeFileSync(file, text);
      const report = await repo.bump({ from: file });
      expect(report.names).toEqual([{ theirs: name, ours: 'Fault', was: 'ApiFault' }]);
      expect(report.findings.map(({ kind }) => kind)).toEqual(['name-mapped']);
    },
  );

  it('is refused for its size, its depth, its aliases and its cycles', async () => {
    const repo = await repository();
    const head = 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: {}\n';
    await refused(repo, `${head}# ${'x'.repeat(50 * 1024 * 1024)}\n`);
    await refused(repo, `{"openapi": "3.1.0", "paths": {}, "x": ${'['.repeat(5000)}${']'.repeat(5000)}}`);
    const laughs = Array.from(
      { length: 12 },
      (_, index) => `l${index + 1}: &l${index + 1} [${Array.from({ length: 10 }, () => `*l${index}`).join(', ')}]`,
    );
    await refused(repo, `${head}l0: &l0 [lol]\n${laughs.join('\n')}\n`);
    await refused(repo, `${head}x: &x { y: *x }\n`);
    await refused(
      repo,
      'openapi: 3.1.0\npaths: { /a: { get: { operationId: a, tags: [T], responses: { "200": { $ref: "#/components/responses/A" } } } } }\ncomponents: { responses: { A: { $ref: "#/components/responses/B" }, B: { $ref: "#/components/responses/A" } } }\n',
    );
    await refused(
      repo,
      'openapi: 3.1.0\npaths: { /a: { get: { operationId: a, tags: [T], security: [], responses: { "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } } } } }\ncomponents: { schemas: { A: { $ref: "#/components/schemas/A" } } }\n',
    );
  });

  it('is refused in time, however large it says it is', async () => {
    const repo = await repository();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
      },
    });
    const fetcher = (() => Promise.resolve(new Response(body))) as unknown as typeof fetch;
    await expect(repo.bump({ from: 'https://acme.example/spec.yaml', fetcher })).rejects.toMatchObject({
      kind: 'untrusted',
    });
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it('may refer to itself where a schema may', async () => {
    const repo = await repository();
    const report = await repo.bump({
      from: repo.provider([
        [
          '$.components.schemas.ApiWidget.properties',
          { parts: { type: 'array', items: { $ref: '#/components/schemas/ApiWidget' } } },
        ],
      ]),
    });
    expect(report.findings).toMatchObject([{ kind: 'response-field-added', where: 'Widget.parts' }]);
    expect(stringify(report.needsProse)).toContain('Widget.parts');
  });
});
