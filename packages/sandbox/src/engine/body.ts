// Bodies of requests, read with a limit.
import type { Operation } from '../contract/contract.ts';
import type { Problem } from '../contract/validator.ts';

/** Largest request body that is read, in bytes. */
export const maxBody: number = 10 * 1024 * 1024;

/** Deepest nesting of a JSON body. What is much deeper overflows the stack where it is copied or written. */
export const maxDepth = 64;

/** Most items of an array of a JSON body. Holding many more against the contract takes seconds. */
export const maxItems = 1000;

/** Of a body with more items of arrays than this, only the first problem is told: all of them may take a second. */
const manyItems = 100;

/** The bytes of a body, or undefined where there are more than `maxBody`. */
export async function readBody(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | undefined> {
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBody) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(read.value);
  }
  return joined(chunks, length);
}

export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** A JSON body, or undefined where the operation has none or none was sent. Throws what `malformed` returns. */
export function readJson(operation: Operation, headers: Headers, bytes: Uint8Array, malformed: () => Error): unknown {
  if (!operation.body || bytes.length === 0) return undefined;
  if (!/^application\/([\w.+-]*\+)?json\b/i.test(headers.get('content-type') ?? '')) throw malformed();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed();
  }
}

export interface Measured {
  /** What in the body is larger than the sandbox handles. */
  readonly excess?: Problem;
  /** All its arrays together have more than `manyItems`. */
  readonly many: boolean;
}

/** How large a JSON body is. Without recursion: the body may be as deep as it is long. */
export function measured(body: unknown): Measured {
  let level = [body];
  let items = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (depth === maxDepth) return exceeding(`must not be nested deeper than ${maxDepth} levels`);
      if (Array.isArray(value)) {
        if (value.length > maxItems) return exceeding(`must not have an array of more than ${maxItems} items`);
        items += value.length;
      }
      for (const member of Object.values(value)) next.push(member);
    }
    level = next;
  }
  return { many: items > manyItems };
}

function exceeding(message: string): Measured {
  return { excess: { field: 'body', message }, many: true };
}
