// Every operation, parameter, body, response, schema and property has a text, and the text says something. (That operations
// have a summary too is a rule of redocly's.)
import { type Described, describedIn } from './described.ts';
import type { Finding, Rule } from './finding.ts';

export const prose: Rule = (document) => describedIn(document).flatMap(text);

function text({ kind, name, node, place }: Described): Finding[] {
  const say = (message: string): Finding[] => [{ place, rule: `${kind.replace(' ', '-')}-description`, message }];
  if (!isText(node.description)) return say(`${kind} has no description: say what it is for, in your own words.`);
  if (!/[.!?:)`]$/.test(node.description.trim())) {
    return say(
      'breaks off without a full stop: write it to its end, and quote it if YAML cut it at a colon or a comma.',
    );
  }
  if (kind === 'operation' && node.description.trim() === String(node.summary).trim()) {
    return say('repeats the summary: say when to call it, what must have happened before, and what comes next.');
  }
  if (/^deprecated\b/i.test(node.description) && node.deprecated !== true) {
    return say('says that it is deprecated: add `deprecated: true`, by which editors strike it through.');
  }
  if (kind !== 'operation' && saysOnly(name, node.description)) {
    return say(`says no more than the name ${name}: add the purpose, unit, format or limits.`);
  }
  return [];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the of for to in on at by as is it its this that and or with from be one some each any which what how your ' +
    'their id ids uuid value name text object list'
  ).split(' '),
);

/** Whether nothing is left of a text without the words of the name, such as `The id of the customer` on `customer_id`. */
function saysOnly(name: string, description: string): boolean {
  const known = new Set(wordsOf(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')).map(singular));
  return wordsOf(description).every((word) => EMPTY_WORDS.has(word) || known.has(singular(word)));
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/['’]s\b/g, '')
    .match(/[a-z0-9]+/g) ?? [];
const singular = (word: string): string => word.replace(/s$/, '');
