// The scripted server and its replies, against Node's own fetch and sockets.
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import * as replies from '../src/replies.ts';
import { openServer, startServer, useServer } from '../src/server.ts';

const { json, raw } = replies;
const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

test('replies come in order, and the last one goes on', async () => {
  const server = await startServer(json(500, {}), json(201, {}), json(200, {}));
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push(await statusOf(server.url));
  expect(statuses).toEqual([500, 201, 200, 200]);
});

test('a route has replies of its own, whatever its query', async () => {
  const server = await startServer(json(404, {}));
  server.on('GET /v2/profiles', json(503, {}), json(200, {}));
  expect(await statusOf(`${server.url}/v2/profiles?limit=1`)).toBe(503);
  expect(await statusOf(`${server.url}/v2/accounts`)).toBe(404);
  expect(await statusOf(`${server.url}/v2/profiles`)).toBe(200);
  expect((await fetch(`${server.url}/v2/profiles`, { method: 'POST' })).status).toBe(404);
});

test('a request is recorded with method, path, query, headers and body', async () => {
  const server = await startServer(json(200, {}));
  await fetch(`${server.url}/a/b?c=d&e=%20`, { method: 'PUT', headers: { 'X-Own': 'mine' }, body: 'grüße' });
  expect(server.seen).toMatchObject([
    {
      method: 'PUT',
      url: '/a/b?c=d&e=%20',
      path: '/a/b',
      query: 'c=d&e=%20',
      headers: { 'x-own': 'mine' },
      body: 'grüße',
    },
  ]);
});

test('script forgets the requests so far', async () => {
  const server = await startServer(json(200, {}));
  await statusOf(server.url);
  server.script(json(204, {}));
  expect(server.seen).toEqual([]);
  expect(await statusOf(server.url)).toBe(204);
});

test('arrived resolves with the request, and open counts it until it ends', async () => {
  const { reply, release } = replies.held(json(200, {}));
  const server = await startServer(reply);
  const pending = statusOf(server.url);
  await server.arrived(1);
  expect(server.open()).toBe(1);
  release();
  expect(await pending).toBe(200);
});

test('an error in a reply breaks the connection and is thrown when the server closes', async () => {
  const server = await openServer(() => {
    throw new Error('a mistake of the test');
  });
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  await expect(server.close()).rejects.toThrow('a mistake of the test');
});

test('a request without a reply is a mistake of the test', async () => {
  const server = await openServer();
  await expect(fetch(`${server.url}/x`)).rejects.toThrow('fetch failed');
  await expect(server.close()).rejects.toThrow('the test has no reply to GET /x');
});

describe('a server of a file', () => {
  const server = useServer(json(200, {}));

  test('has its replies in the first test', async () => {
    server.script(json(500, {}));
    server.on('GET /a', json(501, {}));
    expect(await statusOf(server.url)).toBe(500);
  });

  test('has them again in the second, and has seen nothing', async () => {
    expect(server.seen).toEqual([]);
    expect(await statusOf(`${server.url}/a`)).toBe(200);
  });
});

describe('closing', () => {
  let url = '';

  test('a server is open while its test runs', async () => {
    const server = await startServer(json(200, {}));
    url = server.url;
    expect(await statusOf(url)).toBe(200);
  });

  test('a server is closed after its test', async () => {
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('replies', () => {
  const reply = async (one: Parameters<typeof startServer>[0]): Promise<Response> => {
    const server = await startServer(...(one ? [one] : []));
    return fetch(server.url, { redirect: 'manual' });
  };

  test('json sends JSON with its content type', async () => {
    const response = await reply(json(201, { id: 1 }, { 'X-Own': 'a' }));
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-own')]).toEqual([
      201,
      'application/json',
      'a',
    ]);
    expect(await response.json()).toEqual({ id: 1 });
  });

  test('raw sends bytes without a content type', async () => {
    const response = await reply(raw(200, Buffer.from([0xff, 0])));
    expect(response.headers.get('content-type')).toBeNull();
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0]);
  });

  test('empty sends no body and no length', async () => {
    const response = await reply(replies.empty(200));
    expect([await response.text(), response.headers.get('content-length')]).toEqual(['', null]);
  });

  test('html and redirect are what proxies send', async () => {
    expect(await (await reply(replies.html(502))).text()).toMatch(/^<!DOCTYPE html>/);
    expect((await reply(replies.redirect(302, '/login'))).headers.get('location')).toBe('/login');
  });

  test('drip sends the whole body', async () => {
    expect(await (await reply(replies.drip('{"name":"Zoë"}'))).json()).toEqual({ name: 'Zoë' });
  });

  test('reset breaks the connection after the request was read', async () => {
    const server = await startServer(replies.reset);
    await expect(fetch(server.url, { method: 'POST', body: 'x' })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(server.seen[0]?.body).toBe('x');
  });

  test('resetBeforeRead breaks the connection before the body was sent', async () => {
    const server = await startServer(replies.resetBeforeRead, json(200, {}));
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    const ended = new Promise<string>((resolve) => {
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(`${code}`));
      socket.on('end', () => resolve('end'));
    });
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n');
    expect(await ended).toBe('ECONNRESET');
    expect(server.seen).toMatchObject([{ method: 'POST', body: '' }]);
    expect(await statusOf(server.url)).toBe(200);
  });

  test('resetInBody breaks off in the middle of the body', async () => {
    const response = await reply(replies.resetInBody);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  test('hang never responds, and hangInBody never ends', async () => {
    const server = await startServer(replies.hang, replies.hangInBody);
    const controller = new AbortController();
    const first = fetch(server.url, { signal: controller.signal });
    await server.arrived(1);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    const reader = (await fetch(server.url)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"id":');
    await reader?.cancel();
  });

  test('flood sends bytes until the client stops', async () => {
    const reader = (await reply(replies.flood(500))).body?.getReader();
    let bytes = 0;
    while (bytes < 1_000_000) bytes += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
    expect(bytes).toBeGreaterThanOrEqual(1_000_000);
  });
});
