/** An environment variable, where there are any. */
export function readEnv(name: string): string | undefined {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    return process?.env?.[name]?.trim() || undefined;
  } catch {
    // Deno asks for permission, and throws without one.
    return undefined;
  }
}
