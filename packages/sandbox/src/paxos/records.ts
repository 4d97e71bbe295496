// What the sandbox remembers of Paxos, for one client id.
export interface PaxosRecords {
  /** Access tokens with their scopes, and when they expire in milliseconds since the epoch. */
  readonly tokens: Record<string, { readonly scopes: readonly string[]; readonly expires: number }>;
}

export function emptyPaxosRecords(): PaxosRecords {
  return { tokens: {} };
}
