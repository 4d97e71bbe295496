// The real command line on a small repository, as a process of its own that a test can interrupt or kill.
// Arguments: root, how to type-check (`ok`, `fail`, `hang`, or `kill`, which ends the process with SIGKILL), then those of the command.
import { main } from '../../cli.ts';
import { acme } from './provider.ts';

const [root = '', mode = 'ok', ...args] = process.argv.slice(2);

process.exitCode = await main(args, {
  root,
  providers: [acme],
  today: new Date('2026-05-05T12:00:00Z'),
  typecheck: (_, signal) => {
    if (mode === 'kill') process.kill(process.pid, 'SIGKILL');
    if (mode !== 'hang')
      return Promise.resolve({ ok: mode === 'ok', output: 'src/a.ts(1,1): error TS2322: no longer fits' });
    // Says that the tree is written, then waits for the end that the test has in mind.
    process.stdout.write('typechecking\n');
    return new Promise((done) => {
      const alive = setInterval(() => undefined, 1000);
      signal.addEventListener('abort', () => {
        clearInterval(alive);
        done({ ok: false, output: '' });
      });
    });
  },
});
