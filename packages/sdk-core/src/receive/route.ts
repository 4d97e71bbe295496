import { answerToError } from './answer.ts';
import type { Delivery } from './body.ts';

export interface RouteOptions {
  /** Told what was refused, and what the handler threw. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Makes a receiver in the form that Fetch-like frameworks take, a request in and an answer out, of one that throws.
 *
 * @returns a function that never throws: what fails is told to `onError`, and answered
 */
export function routeOf(
  { onError = (error) => console.error(error) }: RouteOptions,
  receive: (request: Delivery) => Promise<{ readonly response: Response }>,
): (request: Delivery) => Promise<Response> {
  return async (request) => {
    try {
      return (await receive(request)).response;
    } catch (error) {
      try {
        onError(error);
      } catch {
        // Whoever only listens must not change the answer.
      }
      return answerToError(error);
    }
  };
}
