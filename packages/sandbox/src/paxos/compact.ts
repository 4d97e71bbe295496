type Optional<T> = { [Key in keyof T]: undefined extends T[Key] ? Key : never }[keyof T];

export type Compact<T> = Omit<T, Optional<T>> & { [Key in Optional<T>]?: Exclude<T[Key], undefined> };

/** The members that are defined: optional fields of a reply are absent, never `undefined`. */
export function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Compact<T>;
}
