export { type Mock, type Mocks, type MocksOptions, startMocks } from './mocks.ts';
export { startTokenServer, type TokenRequest, type TokenServer, type TokenServerOptions } from './token-server.ts';
