// How much of this code a small bump runs: a maintainer has to read no more than that to follow one.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { node, temporaryFolder } from '../../contract/test/support/process.ts';
import { repository } from './support/repository.ts';

/** What is reached. The aim is 30, so this only goes down. */
const MOST_FILES = 51;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** A file as one thread ran it: how often each function ran, by where it begins. The module itself is the one at 0. */
interface Ran {
  readonly url: string;
  readonly counts: ReadonlyMap<number, number>;
}

async function ranBy(...args: string[]): Promise<{ stdout: string; code: number | null; ran: Ran[] }> {
  const folder = temporaryFolder();
  const { stdout, code } = await node(args, { env: { NODE_V8_COVERAGE: folder } });
  const ran = readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Coverage;
    return result
      .filter(({ url }) => /\/scripts\/(?:bump|contract)\/(?!test\/).*\.ts$/.test(url))
      .map(({ url, functions }): Ran => {
        const ranges = functions.flatMap(({ ranges: [whole] }) => whole ?? []);
        return { url, counts: new Map(ranges.map(({ startOffset, count }) => [startOffset, count])) };
      });
  });
  return { stdout, code, ran };
}

test('a bump of one optional field enters few files', async () => {
  const { root, provider } = await repository();
  const from = provider([['$.components.schemas.CreateWidgetRequest.properties', { colour: { type: 'string' } }]]);
  const program = new URL('support/cli.ts', import.meta.url).pathname;
  const bump = await ranBy(program, root, 'ok', 'acme', '--from', from);
  expect(bump.stdout).toContain('colour: optional request field added');
  expect(bump.code).toBe(0);
  // What runs when a module is loaded, such as a helper that makes a table, enters nothing.
  const urls = [...new Set(bump.ran.map(({ url }) => url))];
  const imports = urls.map((url) => `await import(${JSON.stringify(url)});`).join('');
  const loaded = await ranBy('--input-type=module', '--eval', imports);
  const before = new Map(loaded.ran.map(({ url, counts }) => [url, counts]));
  const isEntered = ({ url, counts }: Ran): boolean =>
    [...counts].some(([start, count]) => start > 0 && count > (before.get(url)?.get(start) ?? 0));
  const files = [...new Set(bump.ran.filter(isEntered).map(({ url }) => url.split('/scripts/')[1]))].sort();
  expect(files.length).toBeGreaterThan(10);
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(MOST_FILES);
});
