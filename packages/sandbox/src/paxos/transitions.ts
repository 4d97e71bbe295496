// State machines as data, to be read beside the documented ones.

export interface Transition<State extends string, On extends string> {
  readonly from: State;
  /** What happens to the record. */
  readonly on: On;
  readonly to: State;
  /** Whether Paxos documents it, or the sandbox's authors take it from examples and other states. */
  readonly evidence: 'documented' | 'inferred';
  readonly source: string;
}

export type Transitions<State extends string, On extends string> = readonly Transition<State, On>[];

/** The state that follows, or undefined where the table has no such step. */
export function next<State extends string, On extends string>(
  table: Transitions<State, On>,
  from: State,
  on: On,
): State | undefined {
  return table.find((row) => row.from === from && row.on === on)?.to;
}
