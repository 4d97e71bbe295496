import { empty, json, reset } from '@org/test-kit/replies';
import { expect, test, vi } from 'vitest';
import { registerWallet, type WalletToRegister } from '../../src/ramps.ts';
import { customerId, startIron } from './support.ts';

const address = '0x52908400098527886E0F7030069857D2E4169EE7';
const message = (date: string) =>
  `I am verifying ownership of the wallet address ${address} as customer ${customerId}. This message was signed on ${date} to confirm my control over this wallet.`;
const LIST = `GET /addresses/crypto/${customerId}`;
const REGISTER = 'POST /addresses/crypto/selfhosted';
const listed = (more: object = {}) =>
  json(200, [{ id: 'w1', wallet_address: address, blockchain: 'Base', disabled: false, ...more }]);
const made = json(200, { id: 'w1', address, disabled: false });
const none = json(200, []);

async function setUp(start?: string) {
  const it = await startIron(start);
  it.server.on(LIST, none);
  it.server.on(REGISTER, made);
  const sign = vi.fn(async (_text: string) => '0xsigned');
  const wallet: WalletToRegister = { customerId, address, blockchain: 'Base', sign };
  return { ...it, sign, wallet };
}

test('a wallet is registered with the message of today, signed by the caller', async () => {
  const { iron, options, wallet, sign, bodies } = await setUp();
  expect(await registerWallet(iron, { ...wallet, name: 'Savings' }, options)).toEqual({
    id: 'w1',
    address,
    blockchain: 'Base',
    isNew: true,
  });
  expect(sign).toHaveBeenCalledExactlyOnceWith(message('02/03/2026'));
  expect(bodies('POST')).toEqual([
    {
      customer_id: customerId,
      address,
      blockchain: 'Base',
      message: message('02/03/2026'),
      signature: '0xsigned',
      name: 'Savings',
    },
  ]);
});

test('a wallet that is registered is not signed for again, in whatever case its address is written', async () => {
  const { iron, options, wallet, sign, server, sent } = await setUp();
  server.on(LIST, listed({ wallet_address: address.toLowerCase() }));
  expect(await registerWallet(iron, wallet, options)).toMatchObject({ id: 'w1', isNew: false });
  expect(sign).not.toHaveBeenCalled();
  expect(sent('POST')).toEqual([]);
});

test.each([
  ['another chain', { blockchain: 'Ethereum' }],
  ['another address', { wallet_address: '0x0' }],
])('a wallet on %s is another one', async (_what, more) => {
  const { iron, options, wallet, server } = await setUp();
  server.on(LIST, listed(more));
  expect(await registerWallet(iron, wallet, options)).toMatchObject({ isNew: true });
});

test('addresses that are not hex are compared letter by letter', async () => {
  const { iron, options, wallet, server } = await setUp();
  server.on(LIST, listed({ wallet_address: 'gehvd', blockchain: 'Solana' }));
  const solana: WalletToRegister = { ...wallet, address: 'GEhVd', blockchain: 'Solana' };
  expect(await registerWallet(iron, solana, options)).toMatchObject({ isNew: true });
});

test.each<[string, ReturnType<typeof json>, object]>([
  ['active, it counts as registered', listed(), { id: 'w1', isNew: false }],
  [
    'disabled, that is the error',
    listed({ disabled: true }),
    { name: 'StateError', state: 'disabled', walletId: 'w1' },
  ],
  ['absent, that is the error', none, { name: 'StateError', state: 'absent', walletId: undefined }],
])('after a 409 the list decides: if the wallet is %s', async (_what, after, expected) => {
  const { iron, options, wallet, server } = await setUp();
  server.on(LIST, none, after);
  server.on(REGISTER, json(409, 'already exists'));
  expect(await registerWallet(iron, wallet, options).catch((error: unknown) => error)).toMatchObject(expected);
});

test('a wallet that was disabled before is reported before anything is signed', async () => {
  const { iron, options, wallet, sign, server } = await setUp();
  server.on(LIST, listed({ disabled: true }));
  await expect(registerWallet(iron, wallet, options)).rejects.toMatchObject({
    name: 'StateError',
    message: 'The wallet is disabled: no ramp may use it until it is enabled again.',
    state: 'disabled',
  });
  expect(sign).not.toHaveBeenCalled();
});

test('where midnight in UTC passes while the wallet signs, it signs the message of the new day', async () => {
  const { iron, options, wallet, sign, clock, bodies } = await setUp('2026-03-02T23:59:59Z');
  sign.mockImplementationOnce(async () => {
    clock.stepWallClock(2_000);
    return '0xyesterday';
  });
  await registerWallet(iron, wallet, options);
  expect(sign.mock.calls).toEqual([[message('02/03/2026')], [message('03/03/2026')]]);
  expect(bodies('POST')).toMatchObject([{ message: message('03/03/2026'), signature: '0xsigned' }]);
});

test('where midnight passes on the way to Iron, the refused message is signed anew under a new key', async () => {
  const { iron, options, wallet, clock, server, bodies } = await setUp('2026-03-02T23:59:59Z');
  const late: typeof made = (response, seen, socket) => {
    clock.stepWallClock(2_000);
    return json(400, 'the message is not of today')(response, seen, socket);
  };
  server.on(REGISTER, late, made);
  await registerWallet(iron, wallet, options);
  expect(bodies('POST').map((body) => body.message)).toEqual([message('02/03/2026'), message('03/03/2026')]);
  const keys = server.seen.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
  expect(new Set(keys).size).toBe(2);
});

test('a refused signature of today is the error', async () => {
  const { iron, options, wallet, sign, server } = await setUp();
  server.on(REGISTER, json(400, 'signature does not match'));
  await expect(registerWallet(iron, wallet, options)).rejects.toMatchObject({ name: 'ApiError', status: 400 });
  expect(sign).toHaveBeenCalledTimes(1);
});

test('an outage is ridden out without a second signature, and a lost response is found in the list', async () => {
  const { iron, options, wallet, sign, server, sent } = await setUp();
  server.on(LIST, empty(503), empty(503), empty(503), empty(503), none, listed());
  server.on(REGISTER, ...Array.from({ length: 6 }, () => empty(503)), reset, json(409, 'already exists'));
  expect(await registerWallet(iron, wallet, options)).toMatchObject({ id: 'w1', isNew: false });
  expect(sign).toHaveBeenCalledTimes(1);
  expect(sent('POST')).toHaveLength(8);
});

test('text around the message is signed and sent as it is', async () => {
  const { iron, options, wallet, sign, bodies } = await setUp();
  const wrap = (text: string) => `Example Wallet\n\n${text}\n`;
  await registerWallet(iron, { ...wallet, wrap }, options);
  expect(sign).toHaveBeenCalledExactlyOnceWith(wrap(message('02/03/2026')));
  expect(bodies('POST')[0]?.message).toBe(wrap(message('02/03/2026')));
});

test('what the signing function throws reaches the caller unchanged, and nothing is sent', async () => {
  const { iron, options, wallet, sent } = await setUp();
  const refused = new Error('The customer closed the wallet.');
  const sign = () => Promise.reject(refused);
  await expect(registerWallet(iron, { ...wallet, sign }, options)).rejects.toBe(refused);
  expect(sent('POST')).toEqual([]);
});

test('the deadline and the signal hold for signing too', async () => {
  const { iron, options, wallet, clock } = await setUp();
  const sign = () => new Promise<string>(() => {});
  const late = registerWallet(iron, { ...wallet, sign }, { ...options, deadline: 60_000 });
  late.catch(() => {});
  await clock.armed(60_000);
  await vi.waitFor(() => expect(clock.pending().length).toBeGreaterThan(0));
  await clock.advance(60_000);
  await expect(late).rejects.toMatchObject({ name: 'WaitTimeoutError' });
  const signal = AbortSignal.abort();
  await expect(registerWallet(iron, wallet, { ...options, signal })).rejects.toMatchObject({ name: 'AbortedError' });
});

test.each<[string, object, string]>([
  ['no customer', { customerId: '' }, "'customerId' must be a non-empty string. Nothing was sent."],
  ['no address', { address: undefined }, "'address' must be a non-empty string. Nothing was sent."],
  ['no blockchain', { blockchain: '' }, "'blockchain' must be a non-empty string. Nothing was sent."],
  ['no function', { sign: '0x' }, "'sign' must be a function. Nothing was sent."],
])('%s is an InvalidRequestError before anything is sent', async (_what, change, said) => {
  const { iron, options, wallet, sent } = await setUp();
  const registering = registerWallet(iron, { ...wallet, ...change } as WalletToRegister, options);
  await expect(registering).rejects.toMatchObject({ name: 'InvalidRequestError', message: said });
  expect(sent()).toEqual([]);
});

test('a wrap that changes the message is an InvalidRequestError before anything is signed', async () => {
  const { iron, options, wallet, sign } = await setUp();
  const registering = registerWallet(iron, { ...wallet, wrap: (text) => text.toUpperCase() }, options);
  await expect(registering).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: "'wrap' must return a text that contains the message as it is. Nothing was sent.",
  });
  expect(sign).not.toHaveBeenCalled();
});
