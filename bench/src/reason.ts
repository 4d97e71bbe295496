import { root } from './places.ts';

/** Why something failed, in one line: the one that names an error, else the first. No path of this machine is in it. */
export function reasonIn(error: unknown): string {
  const lines = `${(error as Error).message}`.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /\bERR_|\berror\b/i.test(line)) ?? lines.find(Boolean) ?? 'for no reason given';
  return telling.replaceAll(root, '').slice(0, 160);
}
