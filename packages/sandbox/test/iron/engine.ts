// Iron's provider on the engine alone, for what the in-process sandbox does not show: events, actions and subscriptions.
import { readBody } from '../../src/engine/body.ts';
import { createClock } from '../../src/engine/clock.ts';
import { createContexts } from '../../src/engine/context.ts';
import { createFaults } from '../../src/engine/faults.ts';
import { createHandler } from '../../src/engine/handler.ts';
import { createLog } from '../../src/engine/log.ts';
import { wireOf } from '../../src/engine/replies.ts';
import { createStates } from '../../src/engine/state.ts';
import { createTimeline } from '../../src/engine/timeline.ts';
import type { Event } from '../../src/engine/webhooks.ts';
import { createIronProvider } from '../../src/iron/provider.ts';
import type { IronRecords } from '../../src/iron/records.ts';
import { start } from './support.ts';

export interface IronEngine {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly events: Event[];
  readonly records: IronRecords;
  readonly subscriptions: ReturnType<ReturnType<typeof createStates<IronRecords>>['of']>['subscriptions'];
  /** Takes a step that no operation does, or what the clock would do. A step that is refused changes nothing. */
  act(name: string, id?: string, comment?: string): void;
}

export function createIronEngine(apiKey = 'test'): IronEngine {
  const provider = createIronProvider();
  const clock = createClock({ start, stopped: true });
  const states = createStates<IronRecords>(provider.emptyRecords, 1);
  const events: Event[] = [];
  const contextOf = createContexts<IronRecords>({
    states,
    clock,
    emitted: (_account, _state, event) => events.push(event),
    scheduled: () => {},
  });
  const timeline = createTimeline(clock);
  const handle = createHandler({
    provider,
    states,
    clock,
    timeline,
    faults: createFaults({}),
    log: createLog(),
    contextOf,
  });
  const state = states.of(apiKey);
  return {
    async fetch(input, init) {
      const { method, url, headers, body } = new Request(input, init);
      const { reply } = await handle({ method, url: new URL(url), headers, bytes: await readBody(body) });
      const wire = wireOf(reply);
      return new Response(wire.content ?? null, { status: reply.status, headers: wire.headers });
    },
    events,
    records: state.records,
    subscriptions: state.subscriptions,
    act(name, id = '', comment = undefined) {
      const action = provider.actions?.[name];
      if (!action) return provider.jobs[name]?.(contextOf(apiKey), { id } as never);
      try {
        action(contextOf(apiKey), id, { comment });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    },
  };
}
