import { ConfigurationError } from '@org/sdk-core';
import type { PaxosOperation } from './generated/operations.ts';
import type { PaxosScope } from './generated/scopes.ts';

/** The scopes to request, each once. Throws `ConfigurationError` for what cannot be a scope. */
export function checkScopes(scopes: readonly PaxosScope[] | undefined): readonly string[] {
  const given: unknown = scopes ?? [];
  const isScope = (one: unknown): boolean => typeof one === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(one);
  if (!Array.isArray(given) || !given.every(isScope)) {
    throw new ConfigurationError(
      `Option 'scopes' must be a list such as ['identity:read_identity'], one scope per entry.`,
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
