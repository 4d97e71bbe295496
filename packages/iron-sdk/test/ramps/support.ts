// A client of a scripted Iron whose pauses pass at once.
import { type ManualClock, manualClock } from '@org/test-kit/clock';
import { type ScriptedServer, startServer } from '@org/test-kit/server';
import { createIronClient, type IronClient } from '../../src/index.ts';
import type { IronWaitOptions } from '../../src/ramps.ts';

export const customerId = '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';

export interface ScriptedIron {
  readonly iron: IronClient;
  readonly server: ScriptedServer;
  readonly clock: ManualClock;
  /** Options of a workflow: that clock, and no jitter. */
  readonly options: IronWaitOptions;
  /** The requests of a method, as `POST /autoramps`, with their idempotency keys. */
  sent(method?: string): string[];
  bodies(method: string): Record<string, unknown>[];
}

/** @param start what the clock shows first */
export async function startIron(start = '2026-03-02T09:36:00Z'): Promise<ScriptedIron> {
  const server = await startServer();
  const clock = manualClock({ start: Date.parse(start) });
  clock.skipBelow(20_001);
  const random = () => 0.5;
  const iron = createIronClient({ baseUrl: server.url, apiKey: 'any', clock, random, allowHttp: true });
  const of = (method: string) => server.seen.filter((one) => one.method === method);
  return {
    iron,
    server,
    clock,
    options: { clock, random, interval: 1000 },
    sent: (method) =>
      server.seen.filter((one) => !method || one.method === method).map((one) => `${one.method} ${one.url}`),
    bodies: (method) => of(method).map(({ body }) => JSON.parse(body)),
  };
}
