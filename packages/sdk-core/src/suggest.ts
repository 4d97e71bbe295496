/** Ends a sentence with "; did you mean 'x'?" where a known name is close to the unknown one. */
export function didYouMean(unknown: string, known: readonly string[]): string {
  const limit = Math.max(1, Math.floor(unknown.length / 3));
  const near = known
    .map((name) => ({ name, edits: editsBetween(unknown.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)[0];
  return near ? `; did you mean '${near.name}'?` : '.';
}

/** How many letters must be added, removed or changed to make one of the other. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
