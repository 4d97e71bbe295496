// What tests ask of the generated types.

/** The values that an open enum names. Without it any string would pass for one of them. */
export type Named<Value> = Value extends string ? (string extends Value ? never : Value) : never;

/** The fields that a value of the type must have. */
export type RequiredKeys<Type> = {
  [Key in keyof Type]-?: Record<never, never> extends Pick<Type, Key> ? never : Key;
}[keyof Type];
