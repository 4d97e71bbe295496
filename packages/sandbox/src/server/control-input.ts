// What actions of the control API may be given. Everything is checked here, before anything is done.
import { milliseconds } from '../engine/clock.ts';
import { didYouMean } from '../engine/suggest.ts';

type Kind = 'text' | 'text?' | 'texts?' | 'count' | 'object' | 'provider' | 'provider?' | 'scalar?';

/** Fields of each action. */
export const actions = {
  advance: { by: 'text' },
  fault: { provider: 'provider?', operation: 'text', times: 'count', fault: 'object' },
  'clear-faults': {},
  disturb: { kind: 'text', times: 'count', type: 'text?', by: 'scalar?' },
  subscribe: { provider: 'provider', account: 'text', url: 'text', types: 'texts?', secret: 'text?' },
  unsubscribe: { id: 'text' },
  redeliver: { id: 'text' },
  trigger: { type: 'text', provider: 'provider?', reference: 'object' },
  step: { provider: 'provider', account: 'text', kind: 'text', id: 'text', name: 'text', comment: 'text?' },
  reset: { provider: 'provider?', account: 'text?' },
} as const;

type ValueOf<K> = K extends 'text'
  ? string
  : K extends 'text?'
    ? string | undefined
    : K extends 'texts?'
      ? readonly string[] | undefined
      : K extends 'count'
        ? number
        : K extends 'object'
          ? Readonly<Record<string, unknown>>
          : K extends 'provider'
            ? 'iron' | 'paxos'
            : K extends 'provider?'
              ? 'iron' | 'paxos' | undefined
              : string | number | undefined;

export type Action = {
  [Name in keyof typeof actions]: { readonly action: Name } & {
    readonly [Field in keyof (typeof actions)[Name]]: ValueOf<(typeof actions)[Name][Field]>;
  };
}[keyof typeof actions];

/** Longest text of a field. */
const longest = 2000;
/** Longest advance of the clock: what is due in it is carried out at once. */
const longestAdvance = milliseconds('3660d');

/** Reads the body of an action. Throws a `TypeError` that says what is wrong with it. */
export function readAction(text: string): Action {
  const body = parse(text);
  const { action, ...fields } = body;
  if (typeof action !== 'string' || !Object.hasOwn(actions, action)) {
    throw new TypeError(
      `Unknown action ${JSON.stringify(action)}${didYouMean(String(action), Object.keys(actions))} It is one of ${Object.keys(actions).join(', ')}.`,
    );
  }
  const known: Readonly<Record<string, Kind>> = actions[action as keyof typeof actions];
  for (const field of Object.keys(fields)) {
    if (!Object.hasOwn(known, field)) {
      throw new TypeError(`'${action}' has no field '${field.slice(0, 50)}'${didYouMean(field, Object.keys(known))}`);
    }
  }
  for (const [field, kind] of Object.entries(known)) {
    if (!fits(kind, fields[field])) throw new TypeError(`'${field}' of '${action}' must be ${wanted[kind]}.`);
  }
  if (action === 'advance' && milliseconds(String(fields.by)) > longestAdvance) {
    throw new TypeError(`'by' of 'advance' must be at most 3660d.`);
  }
  return body as unknown as Action;
}

const wanted: Readonly<Record<Kind, string>> = {
  text: `text of 1 to ${longest} characters`,
  'text?': `text of at most ${longest} characters`,
  'texts?': 'a list of texts',
  count: 'an integer from 1 to 10,000',
  object: 'an object',
  provider: `'iron' or 'paxos'`,
  'provider?': `'iron' or 'paxos'`,
  'scalar?': 'text or a number',
};

function fits(kind: Kind, value: unknown): boolean {
  if (value === undefined) return kind.endsWith('?');
  switch (kind) {
    case 'text':
      return isText(value) && value !== '';
    case 'text?':
      return isText(value);
    case 'texts?':
      return Array.isArray(value) && value.length <= 100 && value.every(isText);
    case 'count':
      return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10_000;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'provider':
    case 'provider?':
      return value === 'iron' || value === 'paxos';
    case 'scalar?':
      return isText(value) || typeof value === 'number';
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function parse(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // As with any body that is no object.
  }
  throw new TypeError('The body must be a JSON object with an action.');
}
