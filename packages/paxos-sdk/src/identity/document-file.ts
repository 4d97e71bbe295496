import { InvalidRequestError } from '@org/sdk-core';

/** The bytes of a file. */
export type FileData = Blob | ArrayBuffer | Uint8Array;

/** Bytes; Paxos takes less than 100 MB. */
const LIMIT = 100_000_000;
const NAME_LIMIT = 260;

/** What is sent. */
export interface DocumentBody {
  readonly body: Blob | Uint8Array<ArrayBuffer>;
  /** Bytes. */
  readonly size: number;
}

/**
 * Checks what Paxos says of files, before it is asked for an address: a name that was announced cannot be announced
 * again.
 *
 * @returns what to send; a `Blob` is not read into memory
 * @throws {InvalidRequestError} saying what is wrong
 */
export function checkFile(name: string, data: FileData): DocumentBody {
  if (typeof name !== 'string' || name.length === 0 || name.length > NAME_LIMIT) {
    throw new InvalidRequestError(`The file's name must have 1 to ${NAME_LIMIT} characters. Nothing was sent.`);
  }
  if (!/\.(pdf|jpe?g|png)$/i.test(name)) {
    throw new InvalidRequestError(
      'The file must be a PDF, JPG or PNG, with that ending in its name. Nothing was sent.',
    );
  }
  const file = bodyOf(data);
  if (file.size === 0) throw new InvalidRequestError('The file is empty. Nothing was sent.');
  if (file.size >= LIMIT) {
    throw new InvalidRequestError(
      `The file has ${file.size} bytes; it must have less than ${LIMIT}. Nothing was sent.`,
    );
  }
  return file;
}

function bodyOf(data: FileData): DocumentBody {
  if (data instanceof Blob) {
    const { size } = data;
    // Without its type, which `fetch` would send: the address is signed for a request without one.
    return { body: data.slice(0, size), size };
  }
  const body = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  if (ArrayBuffer.isView(body)) return { body: body as Uint8Array<ArrayBuffer>, size: body.byteLength };
  throw new InvalidRequestError(
    "Give the file's bytes as 'data': a Blob, an ArrayBuffer or a Uint8Array. Nothing was sent.",
  );
}
