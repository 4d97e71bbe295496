#!/usr/bin/env node
// npx @org/sandbox
import { parseArgs } from 'node:util';
import { didYouMean } from './engine/suggest.ts';
import { startSandbox } from './server/server.ts';

const help = `npx @org/sandbox [start] [options]

Starts a local Iron and a local Paxos, for tests and development.

  --port <number>       port to listen on (4010; 0 for any that is free)
  --host <address>      address to listen on (127.0.0.1)
  --allow-host <name>   answer requests to this host name, such as that of a container; may be repeated
  --cors <origin>       let pages of this origin call both APIs; may be repeated
  --data <file>         keep what the sandbox remembers in this file
  --seed <file>         start from the snapshot in this file, where --data has nothing yet
  --stopped-clock       let time pass only when it is advanced
  --help                this text
`;

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  cors: { type: 'string', multiple: true },
  data: { type: 'string' },
  seed: { type: 'string' },
  'stopped-clock': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

run(process.argv.slice(2)).catch((error: Error) => fail(error.message));

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) {
      return fail(`Unknown option ${token.rawName}${suggestion(token.name)} npx @org/sandbox --help lists all.`);
    }
    const wantsValue = options[token.name as keyof typeof options].type === 'string';
    if (wantsValue && !token.value) return fail(`${token.rawName} needs a value: ${token.rawName} <value>.`);
    if (!wantsValue && token.value !== undefined) return fail(`${token.rawName} takes no value.`);
  }
  if (values.help) {
    console.log(help);
    return;
  }
  const [command = 'start', ...rest] = positionals;
  if (command !== 'start' || rest.length > 0) {
    return fail(`Unknown command '${positionals.join(' ')}'. The only one is start, which is the default.`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    return fail(`--port must be an integer from 0 to 65535 (got ${values.port}).`);
  }
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const cors = texts(values.cors);
  const wrong = cors.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong !== undefined) return fail(`--cors must be an origin such as http://localhost:3000 (got ${wrong}).`);
  await start({
    port,
    cors,
    host: text(values.host),
    allowHost: texts(values['allow-host']),
    data: text(values.data),
    seed: text(values.seed),
    stoppedClock: values['stopped-clock'] === true,
    log: (line) => console.log(line),
  });
}

async function start(chosen: Parameters<typeof startSandbox>[0]): Promise<void> {
  try {
    const server = await startSandbox(chosen);
    const variables = Object.entries(server.env).map(([name, value]) => `export ${name}=${value}`);
    console.log(`${variables.join('\n')}\n`);
    console.log(`Watch it:  ${server.url}/_sandbox`);
    console.log(`Its token: ${server.tokenFile}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        server.close().then(() => process.exit(0));
      });
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    fail(code === 'EADDRINUSE' ? `Port ${chosen?.port ?? 4010} is taken. Choose another one with --port.` : message);
  }
}

function suggestion(name: string): string {
  return didYouMean(name, Object.keys(options)).replace(`'`, `'--`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
