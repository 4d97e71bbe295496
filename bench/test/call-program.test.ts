import contract from '@org/iron-types/openapi.json' with { type: 'json' };
import { expect, it } from 'vitest';
import { bareProgram, namedProgram } from '../src/call-program.ts';

const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, { operationId }]) => ({ path, method: method.toUpperCase(), operationId: operationId as string })),
);

it('calls every operation of the contract, by name and by path, in the same order', () => {
  const named = namedProgram(operations.length).matchAll(/await iron\.\w+\.(\w+)\(/g);
  const bare = bareProgram(operations.length).matchAll(/await iron\.([A-Z]+)\('([^']+)'/g);
  expect([...named].map(([, name]) => name?.toLowerCase())).toEqual(
    operations.map(({ operationId }) => operationId.toLowerCase()),
  );
  expect([...bare].map(([, method, path]) => ({ method, path }))).toEqual(
    operations.map(({ method, path }) => ({ method, path })),
  );
});

it('makes as many calls as it is asked for, beginning again when the operations are used up', () => {
  for (const program of [namedProgram(200), bareProgram(200)]) {
    expect(program.match(/= await iron\./g)).toHaveLength(200);
  }
});
