// One table decides what is a failure of the network; everything else that a fetch throws is the caller's error.
import { expect, test } from 'vitest';
import { networkFailureOf } from '../src/network-failure.ts';

const withCode = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

test.each<[string, unknown, { notSent: boolean; retryable: boolean; certificate?: boolean }]>([
  ['a refused connection', withCode('ECONNREFUSED'), { notSent: true, retryable: true }],
  ['a name that does not resolve', withCode('ENOTFOUND'), { notSent: true, retryable: true }],
  ['a handshake that fails', withCode('ERR_SSL_WRONG_VERSION_NUMBER'), { notSent: true, retryable: true }],
  ['an expired certificate', withCode('CERT_HAS_EXPIRED'), { notSent: true, retryable: false, certificate: true }],
  ['a connection that is reset', withCode('ECONNRESET'), { notSent: false, retryable: true }],
  ['a body of Node’s fetch that breaks off', new TypeError('terminated'), { notSent: false, retryable: true }],
  [
    'a body of Deno’s fetch that breaks off',
    new TypeError('error reading a body from connection'),
    { notSent: false, retryable: true },
  ],
  [
    'a connection that Deno cannot make',
    new TypeError('error sending request: tcp connect error'),
    { notSent: true, retryable: true },
  ],
  ['a request that Chrome cannot send', new TypeError('Failed to fetch'), { notSent: false, retryable: true }],
  ['a connection that a Worker loses', new Error('Network connection lost.'), { notSent: false, retryable: true }],
])('%s is a failure of the network', (_, error, expected) => {
  expect(networkFailureOf(error)).toMatchObject({ certificate: false, ...expected });
});

test.each([
  ['a typo in a custom fetch', new TypeError("Cannot read properties of undefined (reading 'foo')")],
  ['an error of the caller’s own', new Error('metrics backend down')],
  ['a thrown string', 'no'],
  ['nothing', undefined],
])('%s is none', (_, error) => {
  expect(networkFailureOf(error)).toBeUndefined();
});
