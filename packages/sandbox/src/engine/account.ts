import { hash } from './state.ts';

/** A credential as it is shown: a quarter of it at most and a checksum, because an API key is secret. */
export function accountLabel(account: string): string {
  if (account === '') return 'none';
  const checksum = (hash(account, 0) >>> 0).toString(16).padStart(8, '0');
  return `${account.slice(0, Math.min(4, Math.floor(account.length / 4)))}…${checksum}`;
}
