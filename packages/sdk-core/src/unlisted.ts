/**
 * A string that is none of the values which the contract lists: what the API added after this version of the SDK.
 *
 * An enum is `'Ethereum' | 'Base' | Unlisted`, so that a value that was read can be sent, and a misspelt one does not compile.
 */
export type Unlisted = string & { readonly __unlisted: true };

/**
 * A value that this version of the SDK does not list, to be sent as it is.
 *
 * @example
 * const blockchain: Iron.Blockchain = unlisted('Monad');
 */
export function unlisted(value: string): Unlisted {
  return value as Unlisted;
}
