import { json } from '@org/test-kit/replies';
import type { Reply } from '@org/test-kit/server';

/** A customer, or an empty page of them. */
export const found: Reply = (response, seen, socket) => {
  const isList = seen.method === 'GET' && /\/customers(\?|$)/.test(seen.url);
  return json(200, isList ? { items: [] } : { id: 'c1' })(response, seen, socket);
};
