// The sandbox's time. It passes as real time does, or stands still until it is advanced.
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves time forward by `ms`. */
  advance(ms: number): void;
  /** Whether time only passes by `advance`. */
  readonly stopped: boolean;
}

export interface ClockOptions {
  /** Time at the start. By default the present. */
  readonly start?: Date | undefined;
  /** Lets time pass by `advance` only. By default it passes as real time does. */
  readonly stopped?: boolean | undefined;
}

export function createClock({ start, stopped = false }: ClockOptions = {}): Clock {
  const began = performance.now();
  let base = start?.getTime() ?? Date.now();
  return {
    stopped,
    now: () => Math.floor(stopped ? base : base + performance.now() - began),
    advance(ms) {
      base += ms;
    },
  };
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `'24h'`, `'90s'`, `'2d'`, `'500ms'` or of a number of milliseconds. Throws where it is none. */
export function milliseconds(duration: string | number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(typeof duration === 'number' ? `${duration}ms` : duration);
  const unit = units[match?.[2] as keyof typeof units];
  if (!match || unit === undefined) {
    throw new TypeError(
      `Invalid duration ${JSON.stringify(duration)}. Pass a number of milliseconds or text such as '24h', '90s' or '2d'.`,
    );
  }
  return Number(match[1]) * unit;
}
