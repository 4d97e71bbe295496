// Iron's provider on the engine alone, for what the in-process sandbox does not show: events, actions and subscriptions.
import { createClock } from '../../src/engine/clock.ts';
import { createContexts, createHandler } from '../../src/engine/handler.ts';
import { createStates } from '../../src/engine/state.ts';
import type { Event } from '../../src/engine/webhooks.ts';
import { createIronProvider } from '../../src/iron/provider.ts';
import type { IronRecords } from '../../src/iron/records.ts';
import { start } from './support.ts';

export interface IronEngine {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly events: Event[];
  readonly records: IronRecords;
  readonly subscriptions: ReturnType<ReturnType<typeof createStates<IronRecords>>['of']>['subscriptions'];
  /** Carries out what Iron or a bank does on its own. */
  act(kind: string, data?: unknown): void;
}

export function createIronEngine(apiKey = 'test'): IronEngine {
  const provider = createIronProvider();
  const clock = createClock({ start, stopped: true });
  const states = createStates<IronRecords>(provider.emptyRecords, 1);
  const events: Event[] = [];
  const options = {
    provider,
    states,
    clock,
    emitted: (_account: string, _state: unknown, event: Event) => events.push(event),
  };
  const handle = createHandler(options as never);
  const contextOf = createContexts(options as never) as (account: string) => never;
  const state = states.of(apiKey);
  return {
    fetch: (input, init) => handle(new Request(input, init)),
    events,
    records: state.records,
    subscriptions: state.subscriptions,
    act: (kind, data) => provider.jobs[kind]?.(contextOf(apiKey), data as never),
  };
}
