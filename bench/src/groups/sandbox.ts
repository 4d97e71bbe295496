// What the sandbox costs, and how much faster than Prism it is.
import { type Figures, figure } from '../figure.ts';
import { bench } from '../places.ts';
import { mustRun } from '../run.ts';
import { startServer } from '../sandbox/child.ts';
import { type Load, rateOf } from '../sandbox/load.ts';
import { lowerQuartile, median, rounded, spreadOf } from '../stats.ts';
import { installedFolders, sizeOf } from './install.ts';

const ROUNDS = 5;
const TURNS = 10;

export async function sandbox(): Promise<Figures> {
  return {
    ...(await againstPrism()),
    ...timed('sandbox.ready', 'ms', 'ready.ts', 9),
    ...timed('sandbox.inprocess', 'µs', 'in-process.ts', 3),
    ...timed('sandbox.heap', 'ratio', 'heap.ts', 1, ['--expose-gc']),
    ...installed(),
  };
}

/** Rounds of many short turns, one server at a time: what else the machine does then meets both alike. */
async function againstPrism(): Promise<Figures> {
  const own = await startServer('sandbox');
  const prism = await startServer('prism');
  try {
    const figures: Figures[] = [];
    for (const method of ['get', 'post'] as const) {
      const loads = [await loadOf(own.url, method), await loadOf(prism.url, method)] as const;
      await round(loads);
      const ratios: number[] = [];
      for (let count = 0; count < ROUNDS; count++) ratios.push(await round(loads));
      const [low, high] = spreadOf(ratios);
      const spread = [rounded(low, 2), rounded(high, 2)] as const;
      figures.push(figure(`sandbox.${method}.prism`, 'ratio', rounded(median(ratios), 2), spread));
    }
    return Object.assign({}, ...figures) as Figures;
  } finally {
    own.close();
    prism.close();
  }
}

/** How many times as many requests the first one answers. */
async function round([ours, theirs]: readonly [Load, Load]): Promise<number> {
  let [own, prism] = [0, 0];
  for (let turn = 0; turn < TURNS; turn++) {
    own += await rateOf(ours, 100);
    prism += await rateOf(theirs, 100);
  }
  return own / prism;
}

/** A customer that is read again and again, or one that is created anew with each request. */
async function loadOf(url: string, method: 'get' | 'post'): Promise<Load> {
  const create: Load = {
    url: `${url}/customers`,
    method: 'POST',
    body: JSON.stringify({ customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' }),
  };
  if (method === 'post') return create;
  const response = await fetch(create.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'bench', 'idempotency-key': crypto.randomUUID() },
    body: create.body ?? '',
  });
  const { id } = (await response.json()) as { id: string };
  return { url: `${url}/customers/${id}`, method: 'GET' };
}

/** What a program prints, over so many processes. */
function timed(
  name: string,
  unit: 'ms' | 'µs' | 'ratio',
  file: string,
  rounds: number,
  options: string[] = [],
): Figures {
  const values = Array.from({ length: rounds }, () =>
    Number(mustRun(process.execPath, [...options, `${bench}src/sandbox/${file}`], bench).stdout),
  );
  const [low, high] = spreadOf(values);
  return figure(name, unit, rounded(lowerQuartile(values), 2), [rounded(low, 2), rounded(high, 2)]);
}

function installed(): Figures {
  const folders = installedFolders('@org/sandbox', bench);
  const prism = [...folders].find((folder) => folder.includes('@stoplight'));
  if (prism !== undefined) throw new Error(`@org/sandbox installs Prism: ${prism}`);
  return {
    ...figure('install.sandbox', 'bytes', sizeOf(folders)),
    ...figure('install.sandbox.packages', 'packages', folders.size),
  };
}
