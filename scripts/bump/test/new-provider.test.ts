// A provider of another kind, made from its spec and thrown away: green at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { writeAll } from '../../contract/files.ts';
import { scaffold } from '../new-provider/scaffold.ts';
import { planBump } from '../plan.ts';
import { baseOf, edited } from './support/corpus.ts';
import { link, run, workspace } from './support/workspace.ts';

type Edits = Parameters<typeof edited>[1];

function specFile(root: string, edits: Edits = []): string {
  const file = `${root}published.yaml`;
  writeFileSync(file, stringify(edited(baseOf('3.0'), edits, 'another kind')));
  return file;
}

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  query: { type: 'apiKey', in: 'query', name: 'api_key' },
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
};

describe('pnpm new-provider', () => {
  it.each(Object.entries(schemes))(
    'makes packages that type-check and whose tests pass, with credentials of the kind %s',
    async (_, scheme) => {
      const root = workspace();
      const from = specFile(root, [
        ['$.components.securitySchemes.OAuth'],
        ['$.components.securitySchemes.Key'],
        ['$.components.securitySchemes', { Key: scheme }],
        ["$.paths['/orders'].post.security[0]"],
        ["$.paths['/orders/{id}'].patch.security[0]"],
        ["$.paths['/orders/{id}'].delete.security[0]"],
      ]);
      const { files, operations, provider } = await scaffold({
        root,
        name: 'orders',
        from,
        today: new Date('2026-05-05'),
      });
      writeAll(files);
      expect([operations, provider]).toEqual([
        6,
        { name: 'orders', pascal: 'Orders', docs: 'https://orders.example', nullableWhenRead: false },
      ]);
      link(root, 'orders');
      run(root, 'orders', 'typescript/bin/tsc', '-p', 'tsconfig.json');
      expect(run(root, 'orders', 'vitest/vitest.mjs', 'run')).toMatch(/Tests {2}5 passed/);
    },
  );

  it('writes its entries, and fixes known faults by overlay', async () => {
    const root = workspace();
    const from = specFile(root, [
      ['$.components.schemas.OrderRequest.properties.priority.default', null],
      ["$.paths['/orders/{id}'].delete.operationId"],
      ["$.paths['/health'].get.security"],
      [
        '$.components.schemas.OrderRequest.properties',
        { weight: { type: 'number', maximum: 9, exclusiveMaximum: true } },
      ],
    ]);
    const { files, fixes } = await scaffold({
      root,
      name: 'order-desk',
      from,
      docs: 'https://orders.example/docs',
      today: new Date('2026-05-05'),
    });
    writeAll(files);
    expect(fixes).toBe(4);
    expect(readFileSync(`${root}scripts/contract/providers.ts`, 'utf8')).toContain(
      '  { name: "order-desk", pascal: "OrderDesk", docs: "https://orders.example/docs", nullableWhenRead: false, draft: true },\n];',
    );
    expect(JSON.parse(readFileSync(`${root}.changeset/config.json`, 'utf8')).fixed).toContainEqual([
      '@org/order-desk-types',
      '@org/order-desk-sdk',
    ]);
    expect(readFileSync(`${root}README.md`, 'utf8')).toContain('[`packages/order-desk-sdk`](packages/order-desk-sdk)');
    const overlay = readFileSync(`${root}specs/order-desk/overlays/20-fixes.yaml`, 'utf8');
    expect(overlay).toContain('$..[?@.exclusiveMaximum && @.exclusiveMaximum == @.maximum].maximum');
    expect(overlay).toContain('x-matches: 2\n');
    expect(overlay.match(/remove: true/g)).toHaveLength(2);
    link(root, 'order-desk');
    run(root, 'order-desk', 'typescript/bin/tsc', '-p', 'tsconfig.json');
  });

  it('leaves nothing for a bump to change', async () => {
    const root = workspace();
    const from = specFile(root);
    const { files, provider } = await scaffold({ root, name: 'orders', from, today: new Date('2026-05-05') });
    writeAll(files);
    const { report } = await planBump({ root, provider, from, today: new Date('2026-06-06') });
    expect([report.findings, report.files, report.texts]).toEqual([[], [], []]);
  });

  it.each([
    ['Iron', /cannot name a provider/],
    ['a/../b', /cannot name a provider/],
    ['sandbox', /there is sandbox already/],
  ])('refuses the name %s', async (name, message) => {
    const root = workspace();
    await expect(scaffold({ root, name, from: specFile(root), today: new Date() })).rejects.toThrow(message);
  });
});
