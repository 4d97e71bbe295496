// Where the sandbox and Prism disagree about the shape of a request, and why. An entry that is not needed any more fails,
// and so does a shape that an entry names and both handle alike.

export interface Difference {
  /** Operations that it is about; all of them where there is none. */
  readonly operations?: readonly string[];
  readonly shape: RegExp;
  readonly sandbox: 'accepts' | 'refuses';
  readonly reason: string;
}

export const differences: readonly Difference[] = [
  {
    shape: /^with any text as X-(API-Version|SUB-PARTNER-ID)$/,
    sandbox: 'refuses',
    reason:
      'The contract declares a text. Iron documents which versions there are, and that ids of partners are UUIDs.',
  },
  {
    shape: /that its format decimal refuses$/,
    sandbox: 'refuses',
    reason:
      'Prism knows no format decimal and takes any text; an amount that is no number is what a sandbox has to refuse.',
  },
];

/** The difference that is listed for a shape of an operation; undefined where both have to agree. */
export function differenceOf(operation: string, shape: string): Difference | undefined {
  return differences.find((listed) => listed.shape.test(shape) && (listed.operations?.includes(operation) ?? true));
}
