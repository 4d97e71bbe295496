// Stops a bump whose overlays do not fit the new spec, with every action that does not.
import { BumpError } from '../fail.ts';
import { isFatal, type OverlayTrouble } from './moved.ts';

export class OverlayTroubleError extends BumpError {
  readonly troubles: readonly OverlayTrouble[];

  constructor(message: string, troubles: readonly OverlayTrouble[]) {
    super('overlays', message);
    this.troubles = troubles;
  }
}

/** @throws {OverlayTroubleError} if an action cannot stay as it is */
export function refuseTroubles(troubles: readonly OverlayTrouble[]): void {
  const fatal = troubles.filter(isFatal);
  if (fatal.length === 0) return;
  const lines = fatal.map(
    ({ file, action, purpose, target, matches, expected, advice }) =>
      `  ${file}, action ${action}: ${target}\n    for: ${purpose}\n    matches ${matches} places and says ${expected}. ${advice}`,
  );
  throw new OverlayTroubleError(
    `${fatal.length} overlay ${fatal.length === 1 ? 'action does' : 'actions do'} not fit the new spec. Nothing was written.\n${lines.join('\n')}`,
    troubles,
  );
}
