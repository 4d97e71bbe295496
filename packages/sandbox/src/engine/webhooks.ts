// Events and their deliveries. A delivery is plain data in the isolated state; its retries are due on the sandbox's clock.

export interface Event {
  /** As the provider names it: `identification_status`, `transfer.crypto_withdrawal.completed`. */
  readonly type: string;
  readonly data: unknown;
  /** Id of the one subscription that it is for; undefined where it is for all that ask for its type. */
  readonly subscription?: string;
}

/** A receiver of events. */
export interface Subscription {
  readonly id: string;
  /** Undefined where a function of this process receives. */
  readonly url?: string | undefined;
  /** Types that it asks for; all of them when undefined. */
  readonly types?: readonly string[] | undefined;
  /** What its deliveries are signed with or carry as API key, by provider. */
  readonly secret: string;
}

/** The address of requests to a function of this process. */
export function handlerUrl(subscription: string): string {
  return `http://receiver.invalid/${subscription}`;
}

/** Whether a receiver may have this address. */
export function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

export interface Delivery {
  readonly id: string;
  readonly subscription: string;
  readonly event: Event & { readonly id: string; readonly at: number };
  readonly attempts: Attempt[];
  /** `held`: waits until the next delivery to the same subscription was attempted. */
  state: 'pending' | 'held' | 'delivered' | 'failed';
  /** When the next attempt is due. */
  nextAt: number;
  /** What the last attempt sent. */
  body?: string;
}

export interface Attempt {
  readonly at: number;
  /** Status of the receiver's response, or undefined where there was none. */
  readonly status?: number;
  readonly error?: string;
}
