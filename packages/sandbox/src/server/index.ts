export { type SandboxServer, type ServerOptions, startSandbox } from './server.ts';
