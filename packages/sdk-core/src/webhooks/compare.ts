/** Compares in a time that depends on the lengths only, so that a guesser does not learn how much of a guess is right. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [at, byte] of a.entries()) difference |= byte ^ (b[at] ?? 0);
  return difference === 0;
}

/**
 * Compares two secrets in a time that says nothing about either, their lengths included: what is compared are their
 * digests.
 */
export async function sameSecret(given: string, expected: string): Promise<boolean> {
  const digest = async (text: string): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(given), digest(expected)]);
  return equalBytes(a, b);
}
