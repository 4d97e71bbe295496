// What tests ask of the generated types.
import type { Unlisted } from '@org/iron-sdk';

/** The values that the contract lists, of an enum that is open to others. */
export type Named<Value> = Exclude<Value, Unlisted>;

/** The fields that a value of the type must have. */
export type RequiredKeys<Type> = {
  [Key in keyof Type]-?: Record<never, never> extends Pick<Type, Key> ? never : Key;
}[keyof Type];
