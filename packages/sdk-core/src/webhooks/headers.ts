/** Headers as the frameworks give them: a `Headers` object, or what Node, Express and Lambda have. */
export type DeliveredHeaders = Headers | { readonly [name: string]: string | readonly string[] | undefined };

/** One header's value, whatever the case of its name; undefined when it is missing or empty. */
export function readHeader(headers: DeliveredHeaders | undefined, name: string): string | undefined {
  if (typeof (headers as Headers | undefined)?.get === 'function') {
    return (headers as Headers).get(name)?.trim() || undefined;
  }
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(headers ?? {})) {
    // Two values are never one: joined as `Headers` would join them, they match nothing.
    if (key.toLowerCase() === wanted)
      return (Array.isArray(value) ? value.join(', ') : `${value ?? ''}`).trim() || undefined;
  }
  return undefined;
}
