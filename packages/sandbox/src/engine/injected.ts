// How faults that come before the work are caused, and what a reset connection looks like to `fetch`.
import { type Clock, milliseconds } from './clock.ts';
import type { Fault } from './faults.ts';
import { Refusal, type Reply } from './provider.ts';
import type { Timeline } from './timeline.ts';

/** What `fetch` of Node rejects with where the other side resets the connection. */
export class ConnectionReset extends TypeError {
  constructor() {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read', errno: -104 });
    super('fetch failed', { cause });
    this.name = 'TypeError';
  }
}

export interface Causes {
  readonly clock: Clock;
  readonly timeline: Timeline;
  refused(status: number, message: string): Reply;
  unauthorized(): Reply;
}

/** Waits, or throws what the request ends with. Returns where the fault comes after the work. */
export async function causeBefore(fault: Fault, { clock, timeline, refused, unauthorized }: Causes): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      if ('by' in fault) await timeline.until(clock.now() + milliseconds(fault.by));
      else await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return;
    case 'status': {
      const reply = refused(fault.status, 'a fault that was asked for');
      const { retryAfter } = fault;
      const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      throw new Refusal({ ...reply, headers: { ...reply.headers, ...headers } });
    }
    case 'reset':
      if (fault.when === 'before') throw new ConnectionReset();
      return;
    case 'html':
      throw new Refusal({
        status: fault.status ?? 502,
        text: '<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>',
        headers: { 'content-type': 'text/html' },
      });
    case 'expired-token':
      throw new Refusal(unauthorized());
    case 'truncated':
      return;
  }
}
