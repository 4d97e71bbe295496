import { expect, test } from 'vitest';
import { composeSandbox } from '../../src/sandbox.ts';
import { nextSteps } from '../../src/server/steps.ts';

test('every next step of the page is an operation of the contract or an action of the provider', () => {
  const { apis } = composeSandbox({}).internals;
  const dead = nextSteps.filter(({ provider, action, operation }) => {
    const { actions, contract } = apis[provider];
    return (
      (action !== undefined && !actions.includes(action)) ||
      (operation !== undefined && !contract.operations.has(operation))
    );
  });
  expect(dead.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([]);
});
