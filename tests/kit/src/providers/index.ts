export { type CallEffects, createEffects, type Effects } from './effects.ts';
export { fakeIron, IRON_KEY } from './fake-iron.ts';
export { type FakePaxos, fakePaxos, PAXOS_ID, PAXOS_SECRET } from './fake-paxos.ts';
export { type FakeServer, type FakeServerOptions, replyAs, startFakeIron, startFakePaxos } from './fake-server.ts';
export { RECORD_ID, RECORDS } from './fixtures.ts';
export {
  type Exchange,
  type Fault,
  jsonResponse,
  type Provider,
  type ProviderRequest,
  type ProviderResponse,
  send,
  serve,
} from './provider.ts';
