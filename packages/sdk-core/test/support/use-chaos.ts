import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ChaosServer, json, startChaos } from './chaos-server.ts';

/** A chaos server for a test file; before each test it answers everything with `{"id":"c1"}`. */
export function useChaos(): ChaosServer {
  let server: ChaosServer | undefined;
  beforeAll(async () => {
    server = await startChaos();
  });
  beforeEach(() => running().script(json(200, { id: 'c1' })));
  afterAll(() => running().close());
  function running(): ChaosServer {
    if (!server) throw new Error('the server is not running yet');
    return server;
  }
  return {
    get url() {
      return running().url;
    },
    get seen() {
      return running().seen;
    },
    script: (...acts) => running().script(...acts),
    arrived: (count) => running().arrived(count),
    open: () => running().open(),
    close: () => running().close(),
  };
}
