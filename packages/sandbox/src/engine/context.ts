// What handlers and jobs of one credential are given, and when jobs run.
import type { Clock } from './clock.ts';
import type { Context, Provider } from './provider.ts';
import { type IsolatedState, nextId, type States } from './state.ts';
import type { Source } from './timeline.ts';
import type { Event } from './webhooks.ts';

export interface ContextOptions<Records> {
  readonly states: States<Records>;
  readonly clock: Clock;
  /** Called with what was emitted. */
  emitted(account: string, state: IsolatedState<Records>, event: Event): void;
  /** Called with the time of a job that was scheduled. */
  scheduled(at: number): void;
}

/** Makes the context of a credential, at the present or at the time of a job. */
export function createContexts<Records>(
  options: ContextOptions<Records>,
): (account: string, now?: number) => Context<Records> {
  const { states, clock, emitted, scheduled } = options;
  return (account, now = clock.now()) => {
    const state = states.of(account);
    return {
      records: state.records,
      subscriptions: state.subscriptions,
      now,
      timestamp: (offset = 0) => new Date(now + offset).toISOString(),
      id: () => nextId(state),
      schedule(delay, kind, data) {
        const at = now + delay;
        // Of jobs of the same time, the one that was scheduled first runs first. Most new ones are due near the end.
        let place = state.jobs.length;
        while (place > 0 && (state.jobs[place - 1]?.at ?? 0) > at) place -= 1;
        state.jobs.splice(place, 0, { at, kind, data });
        scheduled(at);
      },
      emit: (event) => emitted(account, state, event),
    };
  };
}

/** Jobs of all credentials. One that throws is reported and dropped; the others run. */
export function createJobs<Records>(
  provider: Provider<Records>,
  states: States<Records>,
  contextOf: (account: string, now: number) => Context<Records>,
  failed: (kind: string, error: unknown) => void,
): Source {
  return {
    next() {
      let next: number | undefined;
      for (const [, { jobs }] of states.all()) {
        const at = jobs[0]?.at;
        if (at !== undefined && (next === undefined || at < next)) next = at;
      }
      return next;
    },
    run(now) {
      for (const [account, state] of [...states.all()]) {
        // A job may schedule another one that is due as well.
        for (let job = state.jobs[0]; job && job.at <= now; job = state.jobs[0]) {
          state.jobs.shift();
          try {
            provider.jobs[job.kind]?.(contextOf(account, job.at), job.data as never);
          } catch (error) {
            failed(job.kind, error);
          }
        }
      }
    },
    settled: () => Promise.resolve(),
  };
}
