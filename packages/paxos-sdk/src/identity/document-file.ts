import { InvalidRequestError } from '@org/sdk-core';

/** The bytes of a file. */
export type FileData = Blob | ArrayBuffer | Uint8Array;

/** Bytes; Paxos takes less than 100 MB. */
const LIMIT = 100_000_000;
const NAME_LIMIT = 260;

/**
 * Checks what Paxos says of files, before it is asked for an address: a name that was announced cannot be announced
 * again.
 *
 * @returns the bytes, without the type that a `Blob` carries: the address is signed for a request without one
 * @throws {InvalidRequestError} saying what is wrong
 */
export async function checkFile(name: string, data: FileData): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof name !== 'string' || name.length === 0 || name.length > NAME_LIMIT) {
    throw new InvalidRequestError(`The file's name must have 1 to ${NAME_LIMIT} characters. Nothing was sent.`);
  }
  if (!/\.(pdf|jpe?g|png)$/i.test(name)) {
    throw new InvalidRequestError(`'${name}' is no pdf, jpg or png, and Paxos takes only those. Nothing was sent.`);
  }
  const bytes = await bytesOf(data);
  if (bytes.length === 0) throw new InvalidRequestError(`The file '${name}' is empty. Nothing was sent.`);
  if (bytes.length >= LIMIT) {
    throw new InvalidRequestError(
      `The file '${name}' has ${bytes.length} bytes; it must have less than ${LIMIT}. Nothing was sent.`,
    );
  }
  return bytes;
}

async function bytesOf(data: FileData): Promise<Uint8Array<ArrayBuffer>> {
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return data as Uint8Array<ArrayBuffer>;
  throw new InvalidRequestError(
    "Give the file's bytes as 'data': a Blob, an ArrayBuffer or a Uint8Array. Nothing was sent.",
  );
}
