import { ConfigurationError } from '@org/sdk-core';

/** How far a list was read. Times are milliseconds since 1970. */
export interface Position {
  /** Nothing older is wanted. */
  readonly floor: number;
  /** The newest record that was returned. */
  at: number;
  /** The records that were returned, by key, with their times. */
  readonly seen: Map<string, number>;
}

/** A text to store. Records that are older than the overlap are forgotten, as they are not read again. */
export function encodeCheckpoint(name: string, position: Position, overlap: number): string {
  const { floor, at, seen } = position;
  for (const [key, time] of seen) if (time < at - overlap) seen.delete(key);
  return JSON.stringify({ name, floor, at, seen: [...seen] });
}

/** Throws `ConfigurationError` for what is not a checkpoint of this list. */
export function decodeCheckpoint(name: string, checkpoint: string): Position {
  try {
    const { name: of, floor, at, seen } = JSON.parse(checkpoint) as Record<string, unknown>;
    const times = [floor, at].every(Number.isFinite) && Array.isArray(seen) && seen.every(isEntry);
    if (of === name && times) return { floor, at, seen: new Map(seen as [string, number][]) } as Position;
  } catch {
    // Refused below, as what is no JSON at all.
  }
  throw new ConfigurationError(`Option 'checkpoint' must be one that came with ${name}, as it was stored.`);
}

function isEntry(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]);
}
