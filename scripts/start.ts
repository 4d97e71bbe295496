// npm start: builds what is not built yet, then runs the quickstart against local mocks.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './lib/providers.ts';
import { turbo } from './lib/turbo.ts';

const HELP = `npm start

Builds the SDKs and runs examples/quickstart: a first Iron customer and a first Paxos identity, end to end,
against mocks on this machine. Needs no account, no key and, once set up, no network.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help) {
  console.log(HELP);
} else {
  const started = performance.now();
  process.stdout.write('Generating types from the contracts and building the SDKs … ');
  const built = turbo(['run', 'build', '--filter=quickstart...', '--output-logs=errors-only']);
  if (built.status === 0) {
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    process.exitCode =
      spawnSync(process.execPath, [`${root}examples/quickstart/src/main.ts`], { stdio: 'inherit', cwd: root }).status ??
      1;
  } else {
    console.log(`failed\n\n${built.output}\nThe build failed; what went wrong stands above.`);
    process.exitCode = built.status;
  }
}
