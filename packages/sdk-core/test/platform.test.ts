import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { json } from '@org/test-kit/replies';
import { startServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = (await readdir(join(root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'));

test('the sources import nothing but themselves, openapi-fetch and, for spans, OpenTelemetry', async () => {
  expect(sources.length).toBeGreaterThan(30);
  for (const name of sources) {
    const text = await readFile(join(root, 'src', name), 'utf8');
    const imports = [...text.matchAll(/^(?:import|export)[^;]*? from '([^']+)'/gm)].map(([, from]) => `${from}`);
    const allowed = name === 'otel.ts' ? /^(\.|@opentelemetry\/api$)/ : /^(\.|openapi-fetch$)/;
    for (const from of imports) expect(from, name).toMatch(allowed);
    expect(text, name).not.toMatch(/\b(Buffer|__dirname|setImmediate)\b/);
  }
});

test('a process with a client ends by itself, without a timer or a socket to wait for', async () => {
  const server = await startServer(json(500, { message: 'x' }), json(200, { id: 'c1' }));
  const code = `
    import { addOperationMethods, Engine, resolveOptions } from ${JSON.stringify(join(root, 'src/internal.ts'))};
    const provider = { userAgent: 'x', baseUrls: {} };
    const engine = new Engine({
      ...resolveOptions({ baseUrl: ${JSON.stringify(server.url)}, random: () => 0 }, provider),
      operations: { a: { get: { method: 'GET', path: '/a', response: 'object' } } },
      describeError: () => ({}),
    });
    console.log(JSON.stringify(await addOperationMethods({}, engine).a.get()));
    console.log(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);
  `;
  try {
    const run = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { timeout: 15_000 });
    expect(run.stdout.trim().split('\n')).toEqual(['{"id":"c1"}', '0']);
  } finally {
    await server.close();
  }
});

test('importing does nothing: no timer, no global, no output', async () => {
  const code = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    for (const entry of ['index', 'internal', 'webhooks/index', 'redis/index']) await import(${JSON.stringify(join(root, 'src/'))} + entry + '.ts');
    console.log(Object.getOwnPropertyNames(globalThis).length - before, process.getActiveResourcesInfo().includes('Timeout'));
  `;
  const run = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { timeout: 15_000 });
  expect(run.stdout.trim()).toBe('0 false');
  expect(run.stderr).toBe('');
});

test('no file imports another in a circle, types included', async () => {
  const imports = new Map<string, string[]>();
  for (const name of sources) {
    const text = await readFile(join(root, 'src', name), 'utf8');
    const found = [...text.matchAll(/^(?:import|export)[^;]*? from '(\.[^']+)'/gm)];
    imports.set(
      name,
      found.map(([, from]) => join(dirname(name), `${from}`)),
    );
  }
  const circleFrom = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (clear.has(name)) return undefined;
    for (const next of imports.get(name) ?? []) {
      const circle = circleFrom(next, [...trail, name]);
      if (circle) return circle;
    }
    clear.add(name);
    return undefined;
  };
  const clear = new Set<string>();
  for (const name of sources) expect(circleFrom(name, [])).toBeUndefined();
  expect([...imports.values()].flat().length).toBeGreaterThan(100);
});
