// Prints a journey step by step: what is being done, how long it took, what came of it.
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Steps {
  title(text: string): void;
  /** Runs one step; while it runs, a terminal shows the seconds that have passed. */
  run<T>(text: string, work: () => Promise<T>, show?: (value: T) => string): Promise<T>;
  note(text: string): void;
  failed(error: unknown): void;
}

export function createSteps(output: Output, now: () => number = () => performance.now()): Steps {
  const line = (text: string): void => void output.write(`${text}\n`);
  return {
    title: (text) => line(`\n${text}`),
    note: (text) => line(`  ${text}`),
    failed(error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      line(`\nThe quickstart stopped. ${name}: ${message}`);
    },
    async run(text, work, show) {
      const started = now();
      const seconds = (): string => ((now() - started) / 1000).toFixed(1);
      output.write(`  ${text} … `);
      // Only a terminal can take a line back, and only a step that lasts needs a clock.
      const ticking = output.isTTY ? setInterval(() => output.write(`\r  ${text} … ${seconds()} s `), 500) : undefined;
      try {
        const value = await work();
        line(show ? show(value) : `${seconds()} s`);
        return value;
      } finally {
        clearInterval(ticking);
      }
    },
  };
}
