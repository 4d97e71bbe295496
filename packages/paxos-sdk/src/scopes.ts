import { ConfigurationError } from '@org/sdk-core';
import type { PaxosOperation } from './generated/operations.ts';
import type { PaxosScope } from './generated/scopes.ts';

/** The scopes to request, each once. Throws `ConfigurationError` for what cannot be a scope. */
export function checkScopes(scopes: readonly PaxosScope[] | undefined): readonly string[] {
  const given: unknown = scopes ?? [];
  if (!Array.isArray(given)) {
    throw new ConfigurationError(`Option 'scopes' must be a list, such as ['identity:read_identity'].`);
  }
  const wrong = given.find((scope) => typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  if (wrong !== undefined) {
    throw new ConfigurationError(
      `Option 'scopes' contains an entry that is not a scope (${typeof wrong === 'string' ? 'with a space or a forbidden character' : typeof wrong}). Pass one scope per entry.`,
    );
  }
  return [...new Set(given as string[])];
}

/** Why an operation cannot be called with these scopes; nothing if it can. */
export function missingScopes({ scopes = [] }: PaxosOperation, requested: ReadonlySet<string>): string | undefined {
  const lacking = scopes.filter((alternatives) => !alternatives.some((scope) => requested.has(scope)));
  if (lacking.length === 0) return undefined;
  const needed = lacking.map((alternatives) => alternatives.map((scope) => `'${scope}'`).join(' or ')).join(' and ');
  return `this operation needs the scope ${needed}, which option 'scopes' does not request. Add it there.`;
}
