// How large the runs are that grow with the time one gives them: the size for every test run, and the long one.

export interface SoakSize {
  readonly calls: number;
  /** Calls that run at a time. */
  readonly workers: number;
  /** Milliseconds after which the run is given up. */
  readonly patience: number;
}

const SOAK: Readonly<Record<'ci' | 'long', SoakSize>> = {
  ci: { calls: 1_600, workers: 24, patience: 60_000 },
  long: { calls: 20_000, workers: 24, patience: 600_000 },
};

/** The long size is for `pnpm test:long`, the only one to set this variable. */
export const soakSize: SoakSize = SOAK[process.env.TEST_LONG === '1' ? 'long' : 'ci'];
