import type { ApiError } from './errors.ts';
import type { Failure } from './promise.ts';

/** The errors that HTTP knows, and those that common proxies add. */
type ErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418)
  | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451 | 499)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511)
  | (520 | 521 | 522 | 523 | 524 | 525 | 526 | 527 | 530);

/**
 * The statuses of errors that a contract does not declare for an operation.
 *
 * Not `number`: that would take in the declared ones too, and a comparison such as `status === 409` would then no longer
 * narrow the body.
 */
export type Undeclared<Declared extends number> = Exclude<ErrorStatus, Declared>;

/** The errors that a call throws, made from what its `.result()` returns. */
export type ErrorOf<Result> = Result extends Failure<infer Status, infer Body> ? ApiError<Status, Body> : never;
