// A `fetch` without a network: what remains is what a client costs.

/** What a client may hand to `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Builds a `Request` from what it is given, as a real `fetch` does first of all, and answers with JSON.
 *
 * @param seen is told of each request
 */
export function stubFetch(json: string, seen?: (request: Request) => void): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    seen?.(request);
    return new Response(json, { status: 200, headers: { 'content-type': 'application/json' } });
  };
}
