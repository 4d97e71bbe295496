// How much of this code a small bump runs: a maintainer has to read no more than that to follow one.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { node, temporaryFolder } from '../../contract/test/support/process.ts';
import { repository } from './support/repository.ts';

const MOST_FILES = 56;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** The files below `scripts` of which a function ran; evaluating a module is no function of it. */
function entered(folder: string): string[] {
  const files = readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Coverage;
    return result.flatMap(({ url, functions }) => {
      const [, name] = /\/scripts\/((?:bump|contract)\/.*\.ts)$/.exec(url) ?? [];
      const ran = functions.some(
        ({ functionName, ranges: [first] }) =>
          (functionName !== '' || first?.startOffset !== 0) && (first?.count ?? 0) > 0,
      );
      return name !== undefined && !name.includes('/test/') && ran ? [name] : [];
    });
  });
  return [...new Set(files)].sort();
}

test('a bump of one optional field enters few files', async () => {
  const { root, provider } = await repository();
  const from = provider([['$.components.schemas.CreateWidgetRequest.properties', { colour: { type: 'string' } }]]);
  const folder = temporaryFolder();
  const program = new URL('support/cli.ts', import.meta.url).pathname;
  const { code, stdout } = await node([program, root, 'ok', 'acme', '--from', from], {
    env: { NODE_V8_COVERAGE: folder },
  });
  expect(stdout).toContain('colour: optional request field added');
  expect(code).toBe(0);
  const files = entered(folder);
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(MOST_FILES);
});
