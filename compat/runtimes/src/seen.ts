// Turns what the SDKs give and throw into plain JSON that can be compared.
import * as iron from '@org/iron-sdk';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** As JSON has it: without what is undefined. */
export function plain(value: unknown): Plain {
  return JSON.parse(JSON.stringify(value ?? null));
}

const guards = Object.entries(iron).filter(([name]) => /^is\w+Error$/.test(name)) as [
  string,
  (error: unknown) => boolean,
][];

/** Everything about an error that a user can see: what a log holds of it, which guards know it, what caused it. */
export async function caught(
  work: PromiseLike<unknown>,
  more: (error: unknown) => unknown = () => null,
): Promise<Plain> {
  try {
    return { gave: plain(await work) };
  } catch (error) {
    console.log('an error:', error);
    const { cause } = error as Error;
    return plain({
      text: `${error}`,
      log: error,
      guards: guards
        .filter(([, guard]) => guard(error))
        .map(([name]) => name)
        .sort(),
      known: error instanceof iron.SdkError,
      // The function that awaited the call, this one; or the one that made it, where it was refused at once.
      callerInStack: /\b(caught|ironProgram|paxosProgram)\b/.test(`${(error as Error).stack}`),
      cause: typeof cause === 'string' ? cause : cause === undefined ? 'none' : 'there',
      more: more(error),
    });
  }
}

/** Every text that can be reached from a value without calling anything of it. */
export function reachable(value: unknown, known: Set<unknown> = new Set()): string[] {
  if (typeof value === 'string') return [value];
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || known.has(value)) return [];
  known.add(value);
  return Reflect.ownKeys(value).flatMap((name) => [
    String(name),
    ...reachable(Object.getOwnPropertyDescriptor(value, name)?.value, known),
  ]);
}

/** Prints a client in every way that people print one; the host looks for credentials in what came out. */
export function printed(name: string, client: object, secrets: readonly string[]): Plain {
  console.log(`${name}:`, client, `${client}`, JSON.stringify(client), { within: [client] });
  console.dir(client, { depth: 20 });
  const groups: object[] = Object.values(JSON.parse(JSON.stringify(client)));
  return {
    text: `${client}`,
    json: groups.every((group) => JSON.stringify(group) === '{}') ? 'empty groups' : plain(client),
    secretsReachable: reachable(client).filter((text) => secrets.some((one) => text.includes(one))),
  };
}
