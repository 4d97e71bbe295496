// npm start: builds what is not built yet, then runs the quickstart on the local sandbox.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './contract/providers.ts';
import { turbo } from './tasks/turbo.ts';

const HELP = `npm start

Builds the SDKs and runs examples/quickstart: an Iron customer to an on-ramp that paid out, a Paxos identity to a
withdrawal that settled, on a sandbox of this machine. Needs no account, no key and, once set up, no network.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help) {
  console.log(HELP);
} else {
  process.exitCode = start();
}

function start(): number {
  // Not one turbo run: what is built must be what was generated, and nothing else may decide their order.
  for (const [what, args] of [
    ['Generating types from the contracts', ['run', 'generate:contracts']],
    ['Building the SDKs', ['run', 'build', '--filter=quickstart...']],
  ] as const) {
    const started = performance.now();
    process.stdout.write(`${what} … `);
    const { status, output } = turbo([...args, '--output-logs=errors-only']);
    if (status !== 0) {
      console.log(`failed\n\n${output}\nWhat went wrong stands above.`);
      return status;
    }
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  console.log();
  return (
    spawnSync(process.execPath, [`${root}examples/quickstart/src/main.ts`], { stdio: 'inherit', cwd: root }).status ?? 1
  );
}
