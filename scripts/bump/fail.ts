// Why a bump stops, with an exit status per kind, so that a workflow can tell a network fault from a broken spec.
import { printable } from '../contract/diagnostic.ts';
import type { Report } from './judge.ts';

export const EXIT = {
  ok: 0,
  usage: 2,
  network: 3,
  file: 4,
  document: 5,
  untrusted: 6,
  names: 7,
  overlays: 8,
  contract: 9,
  types: 10,
  tree: 11,
  writing: 12,
  running: 13,
  interrupted: 130,
  terminated: 143,
} as const;

export type FailureKind = keyof typeof EXIT;

/** Thrown before anything is written, or after everything written was taken back. */
export class BumpError extends Error {
  override readonly name = 'BumpError';
  readonly kind: FailureKind;
  /** What changed, where that could be worked out before the bump stopped. */
  readonly report?: Report;

  /** @param message what is wrong and what to do next; what a provider wrote in it is made printable */
  constructor(kind: FailureKind, message: string, options: ErrorOptions & { report?: Report } = {}) {
    super(printable(message), options);
    this.kind = kind;
    if (options.report) this.report = options.report;
  }

  get status(): number {
    return EXIT[this.kind];
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
