// Hints that a bump proposes for what is new: on the real contracts, they are those that people wrote.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { operationsOf } from '../../contract/operations.ts';
import { providers, root } from '../../contract/providers.ts';
import { parseContract } from '../contract-text.ts';
import { proposedHints } from '../overlays/hints.ts';
import { markdown, terminal } from '../report/forms.ts';
import { providerDocument, repository } from './support/repository.ts';

const contractOf = (name: string): JsonObject =>
  parseContract(readFileSync(`${root}packages/${name}-types/openapi.json`, 'utf8'));

/** Each operation with a hint, as if it were new: what is proposed for it. */
function proposals(document: JsonObject, key: string): { id: string; written: Json; proposed: Json }[] {
  const hinted = operationsOf(document).filter(({ operation }) => isObject(operation[key]));
  return hinted.map(({ path, method, operation }) => {
    const [before, after] = [structuredClone(document), structuredClone(document)];
    delete ((before.paths as JsonObject)[path] as JsonObject)[method];
    delete (((after.paths as JsonObject)[path] as JsonObject)[method] as JsonObject)[key];
    const found = proposedHints(before, after).filter(({ place }) => place === `${method.toUpperCase()} ${path}`);
    const actions = found.flatMap(({ action }) => parse(action) as { target: string; update: JsonObject }[]);
    const mine = actions.find(({ update }) => key in update);
    const id = String(operation.operationId);
    if (mine) expect(mine.target).toBe(`$.paths[*][?@.operationId == "${id}"]`);
    return { id, written: operation[key] ?? null, proposed: mine?.update[key] ?? null };
  });
}

describe('hints proposed for what is new', () => {
  it('find every list with a cursor, as it was written by hand', () => {
    const all = providers.flatMap(({ name }) => proposals(contractOf(name), 'x-pagination'));
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter(({ written, proposed }) => JSON.stringify(written) !== JSON.stringify(proposed))).toEqual([]);
  });

  it('find every creation with a reference, with the call that reads it back where one alone does', () => {
    const all = proposals(contractOf('paxos'), 'x-idempotency');
    const differ = all.filter(({ written, proposed }) => JSON.stringify(written) !== JSON.stringify(proposed));
    expect(Object.fromEntries(differ.map(({ id, proposed }) => [id, proposed]))).toEqual({
      // Two calls give an order, and an execution, so that a person has to say which; no call reads an address; and the account's
      // reference stands deeper than the body's own fields.
      CreateOrder: { body: 'ref_id' },
      CreateQuoteExecution: { body: 'ref_id' },
      CreateDepositAddress: { body: 'ref_id' },
      CreateAccount: null,
    });
    expect(all.length - differ.length).toBeGreaterThan(11);
  });

  it('propose nothing for what was there and has none', () => {
    for (const { name } of providers) expect(proposedHints(contractOf(name), contractOf(name))).toEqual([]);
  });

  it.each<[string, JsonObject, number]>([
    ['a list with a cursor', { rows: { type: 'array', items: {} } }, 1],
    [
      'two lists of which either may be meant',
      { rows: { type: 'array', items: {} }, sums: { type: 'array', items: {} } },
      0,
    ],
    ['a cursor without a list', { total: { type: 'integer' } }, 0],
  ])('of pages are proposed for %s: %j', (_, fields, expected) => {
    const page = (properties: JsonObject, id: string, hint: JsonObject = {}): JsonObject => ({
      get: {
        operationId: id,
        parameters: [{ name: 'cursor', in: 'query', schema: { type: 'string' } }],
        responses: {
          '200': { content: { 'application/json': { schema: { properties: { next: {}, ...properties } } } } },
        },
        ...hint,
      },
    });
    const known = page({ items: {} }, 'known', {
      'x-pagination': { parameter: 'cursor', next: 'next', items: 'items' },
    });
    const after = { paths: { '/known': known, '/new': page(fields, 'fresh') } };
    expect(proposedHints({ paths: { '/known': known } }, after)).toHaveLength(expected);
  });

  it.each([
    ['post', 1],
    ['put', 0],
  ] as const)('of repetition are proposed for what creates: %s', (method, expected) => {
    const body = { content: { 'application/json': { schema: { properties: { ref_id: { type: 'string' } } } } } };
    const known = { post: { operationId: 'known', requestBody: body, 'x-idempotency': { body: 'ref_id' } } };
    const fresh = { [method]: { operationId: 'fresh', requestBody: body } };
    const proposed = proposedHints({ paths: { '/a': known } }, { paths: { '/a': known, '/b': fresh } });
    expect(proposed).toHaveLength(expected);
  });

  it('stand in the report with the action to paste', async () => {
    const repo = await repository();
    const cursor = { name: 'cursor', in: 'query', schema: { type: 'string' } };
    const first: [string, Json] = ["$.paths['/widgets'].get.parameters", [cursor]];
    const hints = `overlay: 1.0.0
info: { title: Hints, version: 1.0.0 }
actions:
  - target: $.paths['/widgets'].get
    description: A list with a cursor.
    update: { x-pagination: { parameter: cursor, next: cursor, items: items } }
`;
    await repo.bump({ from: repo.provider([first]) });
    writeFileSync(`${repo.root}specs/acme/overlays/30-extensions.yaml`, hints);
    await repo.bump({ from: repo.provider([first]) });
    const list = ((providerDocument().paths as JsonObject)['/widgets'] as JsonObject).get as JsonObject;
    const gadgets = { get: { ...list, operationId: 'listGadgets', parameters: [cursor] } };
    const from = repo.provider([first, ['$.paths', { '/gadgets': gadgets }]], 'next.yaml');
    const report = await repo.bump({ from });
    const action = `- target: $.paths[*][?@.operationId == "listGadgets"]
  description: Why, and the page that says so.
  update:
    x-pagination:
      parameter: cursor
      next: cursor
      items: items`;
    expect(report.hints).toEqual([{ place: 'GET /gadgets', reason: 'looks like a list with a cursor', action }]);
    expect(terminal(report)).toContain(
      `HINTS (1)\nWhat the SDK could do for what is new, once overlays/30-extensions.yaml has it. Decide, and write down why.\n- GET /gadgets looks like a list with a cursor:\n${action.replace(/^/gm, '    ')}\n`,
    );
    expect(markdown(report)).toContain(
      `- \`GET /gadgets\` \`looks like a list with a cursor\`:\n\n  \`\`\`\n${action.replace(/^/gm, '  ')}\n  \`\`\``,
    );
    // Pasted, it is a hint like the others.
    writeFileSync(`${repo.root}specs/acme/overlays/30-extensions.yaml`, `${hints}${action.replace(/^/gm, '  ')}\n`);
    const pasted = await repo.bump({ from });
    expect(pasted.findings).toMatchObject([{ kind: 'paging-added', call: 'acme.widgets.listGadgets' }]);
    expect(pasted.hints).toEqual([]);
  });
});
