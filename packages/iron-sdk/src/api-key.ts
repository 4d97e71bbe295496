import { ConfigError } from '@org/sdk-core';
import { checkHeaders, type SetCredentials } from '@org/sdk-core/internal';
import type { ApiKey } from './options.ts';

/** Puts the key on every request. A closure holds it, so that no rendering of a client can show it. */
export function apiKeyHeader(apiKey: ApiKey): SetCredentials {
  if (typeof apiKey === 'string') {
    return (request) => {
      request.headers.set('X-API-Key', apiKey);
    };
  }
  return async (request) => {
    const key = await apiKey();
    if (typeof key !== 'string' || !key.trim()) {
      throw new ConfigError("The function in option 'apiKey' gave no key. It must give a string that is not empty.");
    }
    checkHeaders({ 'X-API-Key': key });
    request.headers.set('X-API-Key', key);
  };
}
