// Files whose form alone would do harm: size, depth, aliases, cycles. What their names and values do: untrusted/.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { providerDocument, type Repository, repository } from './support/repository.ts';

async function refused(repo: Repository, text: string): Promise<void> {
  const before = repo.snapshot();
  const file = repo.provider([], 'evil.yaml');
  writeFileSync(file, text);
  await expect(repo.bump({ from: file })).rejects.toMatchObject({
    name: 'BumpError',
    kind: expect.stringMatching(/^(untrusted|document|contract)$/),
  });
  expect(repo.snapshot()).toEqual(before);
}

describe('an untrusted file', () => {
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
    expect(stringify(report.texts)).toContain('#/components/schemas/Widget/properties/parts');
  });
});
