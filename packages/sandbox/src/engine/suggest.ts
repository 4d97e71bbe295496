/** Ends a sentence with "; did you mean 'x'?" where a known name is near the unknown one, and with a full stop otherwise. */
export function didYouMean(unknown: string, known: Iterable<string>): string {
  const limit = Math.max(2, Math.floor(unknown.length / 3));
  let nearest: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    const edits = editsBetween(unknown.toLowerCase(), name.toLowerCase());
    if (edits <= limit && edits < (nearest?.edits ?? Number.POSITIVE_INFINITY)) nearest = { name, edits };
  }
  return nearest ? `; did you mean '${nearest.name}'?` : '.';
}

/** How many letters must be added, removed or changed to make one of the other. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Throws where options have a name that is none of the known ones. */
export function checkNames(of: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${of} has no '${name}'${didYouMean(name, known)} It has ${known.join(', ')}.`);
  }
}
