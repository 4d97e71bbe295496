import { hash } from './state.ts';

/** A credential as it is shown: its beginning and a checksum, because an API key is secret. */
export function accountLabel(account: string): string {
  if (account === '') return 'none';
  const checksum = (hash(account, 0) >>> 0).toString(16).padStart(8, '0').slice(0, 4);
  return `${account.slice(0, 4)}…${checksum}`;
}
