// One of several processes that share a token: makes calls as its arguments say, and tells how they ended.
import { createClient } from 'redis';
import { createPaxosPathClient } from '../../src/paths.ts';
import { redisRateLimitStore, redisTokenStore } from '../../src/redis.ts';

const [redisUrl = '', apiUrl = '', tokenUrl = '', calls = '1', lockTtl = '15000'] = process.argv.slice(2);
const redis = await createClient({ url: redisUrl }).connect();
const paxos = createPaxosPathClient({
  clientId: 'client-1',
  clientSecret: 'secret-1',
  scopes: ['funding:read_profile'],
  baseUrl: `${apiUrl}/v2`,
  tokenUrl: `${tokenUrl}/oauth2/token`,
  tokenStore: redisTokenStore(redis as never, { lockTtl: Number(lockTtl) }),
  rateLimit: redisRateLimitStore(redis as never),
});
const ends = Array.from({ length: Number(calls) }, () =>
  paxos.GET('/profiles').then(
    ({ response }) => response.status,
    (error: Error) => error.message,
  ),
);
process.stdout.write(JSON.stringify(await Promise.all(ends)));
await redis.close();
