// Bodies of requests, read with a limit.
import type { Operation } from '../contract/contract.ts';

/** Largest request body that is read, in bytes. */
export const maxBody: number = 10 * 1024 * 1024;

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
