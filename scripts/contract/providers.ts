// Every provider there is. Adding one: an entry here, a folder in specs/, a types package and an SDK package (CONTRIBUTING).
import { fileURLToPath } from 'node:url';

export interface Provider {
  readonly name: string;
  /** As in `createIronClient`. */
  readonly pascal: string;
  /** The provider's public reference, for `@see` where no page of its own is known. */
  readonly docs: string;
  /** Its documented responses hold `null` for absent optional fields. */
  readonly nullableWhenRead: boolean;
  /** Fresh from `pnpm new-provider`: its texts and examples are still to be written, so lint:specs prints their problems without counting them. */
  readonly draft?: boolean;
}

export const providers: readonly Provider[] = [
  { name: 'iron', pascal: 'Iron', docs: 'https://docs.iron.xyz', nullableWhenRead: true },
  { name: 'paxos', pascal: 'Paxos', docs: 'https://docs.paxos.com', nullableWhenRead: false },
];

/**
 * The providers that a command line names; all of them when it names none.
 *
 * @throws if there is none of a name
 */
export function chosenProviders(names: readonly string[]): readonly Provider[] {
  const unknown = names.filter((name) => !providers.some((provider) => provider.name === name));
  if (unknown.length > 0)
    throw new Error(`no provider ${unknown.join(', ')}; there are ${providers.map(({ name }) => name).join(', ')}`);
  return providers.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** The repository's root, with a trailing slash. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export const specDir = (provider: Provider): string => `${root}specs/${provider.name}/`;
export const typesDir = (provider: Provider): string => `${root}packages/${provider.name}-types/`;
export const sdkDir = (provider: Provider): string => `${root}packages/${provider.name}-sdk/`;
