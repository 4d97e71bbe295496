import { ConfigError } from '@org/sdk-core';
import type { PaxosScope } from './generated/scopes.ts';

/** The scopes to ask for, each once. Throws `ConfigError` for what cannot be a scope. */
export function checkScopes(scopes: readonly PaxosScope[] | undefined): readonly string[] {
  const given: unknown = scopes ?? [];
  if (!Array.isArray(given)) {
    throw new ConfigError(`Option 'scopes' must be a list, such as ['identity:read_identity'].`);
  }
  const wrong = given.find((scope) => typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  if (wrong !== undefined) {
    throw new ConfigError(
      `Option 'scopes' holds ${JSON.stringify(wrong)}, which is no scope. Give one scope an entry.`,
    );
  }
  return [...new Set(given as string[])];
}
