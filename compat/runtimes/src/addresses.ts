// Where the servers of the test listen.
export interface Addresses {
  readonly iron: string;
  readonly paxos: string;
  /** Where tokens are got. */
  readonly token: string;
  /** Tells what has reached the server. */
  readonly control: string;
  /** Where nobody listens. */
  readonly closed: string;
}
