// The types that every file of handlers uses.
import type { operations } from '@org/paxos-types';
import type { Call, Context, Handlers } from '../engine/provider.ts';
import type { PaxosRecords } from './records.ts';

export type PaxosHandlers = Handlers<operations, PaxosRecords>;
export type PaxosContext = Context<PaxosRecords>;
export type PaxosCall<Id extends keyof operations> = Call<operations[Id], PaxosRecords>;
export type PaxosJobs = Readonly<Record<string, (context: PaxosContext, data: never) => void>>;
