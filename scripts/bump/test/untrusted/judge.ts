// Is what was made of an attacked specification as harmless as what is made of the specification itself?
import { parse } from 'yaml';
import type { JsonObject } from '../../../contract/json.ts';
import { codeActs, isSteering, markdownActs } from './acts.ts';
import type { Made } from './surfaces.ts';

/** What is made of specifications without an attack: the rich one, and the same with something harmless in the attacked place. */
export interface Baseline {
  /** By file. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly acts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Words that names in code may be made of, in lower case. */
  readonly words: ReadonlySet<string>;
}

export function baselineOf({ files }: Made, document: JsonObject): Baseline {
  const texts = new Map([...files].map(([file, text]) => [file, new Set([text])]));
  const acts = new Map([...files].map(([file, text]) => [file, actsOf(file, text)]));
  const names = [...acts.values()].flatMap((set) => [...set]);
  return { texts, acts, words: new Set([...names, JSON.stringify(document), 'input', 'sandbox'].flatMap(wordsOf)) };
}

export function both(one: Baseline, other: Baseline): Baseline {
  const union = (left: Baseline['acts'], right: Baseline['acts']): Baseline['acts'] =>
    new Map(
      [...left.keys(), ...right.keys()].map((file) => [
        file,
        new Set([...(left.get(file) ?? []), ...(right.get(file) ?? [])]),
      ]),
    );
  return {
    texts: union(one.texts, other.texts),
    acts: union(one.acts, other.acts),
    words: new Set([...one.words, ...other.words]),
  };
}

/** What an attacked specification achieved; empty where it is harmless. */
export function faultsOf({ files, shown }: Made, baseline: Baseline, payload: string): string[] {
  const faults: string[] = [];
  // A name may be made of the words of the payload, as tags become names of groups. It names a member or a type and runs nothing.
  const words = new Set([...baseline.words, ...wordsOf(payload)]);
  for (const [file, text] of files) {
    const known = baseline.acts.get(file);
    if (known === undefined && !EXPECTED.test(file)) faults.push(`${file}: is a file that should not be there`);
    for (const act of actsOf(file, text))
      if (!known?.has(act) && !isKnownName(act, words)) faults.push(`${file}: ${act.slice(0, 200)}`);
    if (FIXED.test(file) && !baseline.texts.get(file)?.has(text)) faults.push(`${file}: differs`);
  }
  if (isSteering(shown)) faults.push(`terminal: ${JSON.stringify(shown).slice(0, 300)}`);
  if (Object.keys(Object.prototype).length > 0) faults.push('the prototype of every object was changed');
  return faults;
}

/** Files that only some specifications lead to. */
const EXPECTED =
  /^(\.changeset\/bump-depot-[0-9a-f]{8}\.md|specs\/depot\/overlays\/2(0-fixes|5-open-points)\.yaml|packages\/depot-sdk\/src\/generated\/scopes\.ts)$/;

/** Files in which nothing of a specification stands. */
const FIXED =
  /(^|\/)(package\.json|tsconfig\.json|config\.json|LICENSE|README\.md|version\.ts|new-depot\.md|[a-z]+\.config\.ts)$/;

function actsOf(file: string, text: string): Set<string> {
  if (file.endsWith('.ts')) return codeActs(file, text);
  if (file.endsWith('.md')) {
    const acts = markdownActs(text);
    // A changeset begins with the packages that it releases.
    const [, head = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
    if (file.startsWith('.changeset/bump-') && !/^"@org\/depot-types": \w+\n"@org\/depot-sdk": \w+$/.test(head))
      acts.add(`releases ${head}`);
    if (file.startsWith('.changeset/bump-')) acts.delete('structure ---');
    if (/^report\.(short\.)?md$/.test(file)) for (const act of acts) if (OURS.test(act)) acts.delete(act);
    return acts;
  }
  const acts = new Set<string>();
  try {
    if (file.endsWith('.json')) JSON.parse(text);
    if (file.endsWith('.yaml')) parse(text);
  } catch (error) {
    acts.add(`does not parse: ${String(error)}`);
  }
  return acts;
}

/** Headings of the report, with names in code taken out. */
const OURS =
  /^structure #+ *(: version( +→)? *|(Removed operations|What (must now be (sent|handled)|the same call now does differently|no longer compiles)|Tightened limits|Renamed (and removed types|schemas)|New|Notes|Type (errors|tests)|Verdicts|Overlays|Texts) \(\d+\))$/;

/** A name of words of the specification: an operation without an id is named after its path, for example. */
const isKnownName = (act: string, words: ReadonlySet<string>): boolean =>
  act.startsWith('name ') && wordsOf(act.slice('name '.length)).every((word) => words.has(word));

const wordsOf = (text: string): string[] =>
  (text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
