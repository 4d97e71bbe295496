// Node, Bun and Deno: a process each.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installed, LIMIT, notInstalled, type Runtime, versionOf } from './host.ts';

const run = promisify(execFile);

// Neither files nor environment variables: Deno lets the program do nothing but talk to this machine.
const deno = ['run', '--no-prompt', '--node-modules-dir=manual', '--allow-net=127.0.0.1'];

/** Node 24 is what runs these very tests. */
export const processes: Runtime[] = [
  ...bothModules('Node 24', process.execPath, []),
  ...bothModules('Node 22', installed('node-22-*/bin/node'), []),
  ...bothModules('Node 20', installed('node-20-*/bin/node'), []),
  ...bothModules('Bun', installed('@oven/bun-*/bin/bun'), ['--no-install']),
  ...bothModules('Deno', installed('@deno/*/deno'), deno),
];

function bothModules(name: string, binary: string | undefined, options: readonly string[]): Runtime[] {
  return [
    host(`${name}, ESM`, binary, [...options, 'process.mjs']),
    host(`${name}, CommonJS`, binary, [...options, 'process.cjs']),
  ];
}

function host(name: string, binary: string | undefined, program: readonly string[]): Runtime {
  // Nothing of this shell's environment: the SDKs read variables of it, and Node its options.
  const start = (folder: string, argument: string) =>
    run(`${binary}`, [...program, argument], {
      cwd: folder,
      env: { HOME: folder, NO_COLOR: '1' },
      maxBuffer: 2 ** 26,
      timeout: LIMIT,
    });
  return {
    name,
    missing: binary ? undefined : notInstalled(name.split(',', 1).join()),
    version: () => versionOf(binary),
    async run(folder, addresses) {
      const { stdout, stderr } = await start(folder, JSON.stringify(addresses));
      return { record: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), output: stdout + stderr };
    },
    async uncaught(folder) {
      const ended = await start(folder, 'uncaught').then(
        () => undefined,
        (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
      );
      if (ended === undefined) throw new Error(`${name} ended well although nobody handled a rejection`);
      return ended;
    },
  };
}
