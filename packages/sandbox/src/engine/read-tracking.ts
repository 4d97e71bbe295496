// Which fields of a body a handler reads.

/** A copy of the top level that notes what is read. It becomes plain data field by field, so it can be stored and copied. */
export function trackReads(body: unknown): { readonly body: unknown; unread(): readonly string[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { body, unread: () => [] };
  const unread = new Set(Object.keys(body));
  const tracked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    Object.defineProperty(tracked, key, {
      enumerable: true,
      configurable: true,
      get() {
        unread.delete(key);
        Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
        return value;
      },
      set(replacement: unknown) {
        Object.defineProperty(this, key, { value: replacement, enumerable: true, configurable: true, writable: true });
      },
    });
  }
  return { body: tracked, unread: () => [...unread] };
}
