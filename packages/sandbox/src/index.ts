export { createSandbox, type Sandbox, type SandboxApi, type SandboxOptions, type Snapshot } from './sandbox.ts';
