import { expect, test } from 'vitest';
import { redisDedupeStore } from '../../src/redis.ts';

test('the keys of a consumer bear its name, so that another one on the same Redis has keys of its own', async () => {
  const keys: (string | undefined)[] = [];
  const client = {
    sendCommand: async (command: string[]) => {
      keys.push(command[0] === 'EVAL' ? command[3] : command[1]);
      return 'leased';
    },
  };
  const store = redisDedupeStore(client, { consumer: 'accounting' });
  await store.lease('e1', 1);
  await store.renew('e1', 't', 1);
  await store.done('e1', 't', 1);
  await store.release('e1', 't');
  await redisDedupeStore(client, { consumer: 'notifications', prefix: 'eu:' }).lease('e1', 1);
  expect(keys).toEqual([...Array(4).fill('iron:event:accounting:e1'), 'eu:event:notifications:e1']);
});

test.each([undefined, {}, { consumer: '' }, { consumer: 'a:b' }, { consumer: 'x'.repeat(65) }, { consumer: 1 }])(
  'options %o name no consumer, and are refused with what it is for',
  (options) => {
    expect(() => redisDedupeStore({ sendCommand: async () => null }, options as never)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining(
          "Option 'consumer' must name the service that handles the events, such as 'accounting'",
        ),
      }),
    );
  },
);
