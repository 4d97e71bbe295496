// One line per request, with what nothing used.
import type { RequestEntry } from '../engine/log.ts';

export function lineOf(entry: RequestEntry): string {
  const { at, method, path, operation, status, duration, replayed, fault, unused, failure, account } = entry;
  const notes = [
    operation,
    account && `key ${printable(account)}`,
    replayed && 'replayed',
    fault && `fault: ${fault}`,
    unused.length > 0 && `nothing used: ${unused.map(printable).join(', ')}`,
    failure && `the sandbox failed: ${printable(failure.split('\n')[0] ?? '')}`,
  ].filter((note) => note);
  const time = at.toISOString().slice(11, 23);
  const head = `${time} ${status ?? 'reset'} ${printable(method)} ${printable(path)} ${duration.toFixed(1)} ms`;
  return notes.length > 0 ? `${head} (${notes.join('; ')})` : head;
}

/** What came from a request must not move the cursor or colour the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?').slice(0, 200);
}
