import { execFile } from 'node:child_process';

/** The exit status of a Node program, and all that it printed. */
export function execute(args: readonly string[], cwd: string): Promise<[status: number, output: string]> {
  return new Promise((resolve) => {
    const options = { cwd, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 } as const;
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      resolve([child.exitCode ?? 1, `${stdout}${stderr}`.trim()]),
    );
  });
}
