// The page of evidence as Markdown.
import { differences } from '../prism-oracle/differences.ts';
import type { Row } from './rows.ts';

const head = `<!-- Written by tests/evidence/evidence.test.ts of the repository. Do not edit. -->
# What is known of each operation

Every operation of both contracts, with what the tests found by calling it. The test run writes this page and fails if it is out
of date. For what the sandbox leaves out or invents, see [limits.md](limits.md).

| column | content |
|---|---|
| Memory | **yes**: the operation has a handler, which responds from the sandbox's records and its reference data (\`x-sandbox-source: memory\`). **example**: the response is the contract's example, and nothing is kept |
| Our SDK | **yes**: the operation method of \`@org/iron-sdk\` or \`@org/paxos-sdk\` sends a request with the required arguments and one with all arguments, both made from the contract; the sandbox accepts both (with \`memory: false\`), and the SDK decodes the responses |
| Prism | of how many request shapes (valid ones, and ones with one fault) [Prism](https://github.com/stoplightio/prism) and the sandbox both accept or both refuse. The number in brackets is the reason of a difference, below the tables. \`tests/prism-oracle\` measures it: it fails on a difference that is not listed, and on a listed one that is gone |
| Documented page | a name in \`code\`: the test of that name in \`tests/documented-pages\` compares the operation in the contract with a page or guide of the provider. **link**: the contract names this page of the provider; no test compares them. Empty: the operation rests on the provider's OpenAPI file alone |
`;

export function pageOf(rows: readonly Row[]): string {
  return [
    head,
    ...sections(rows, 'iron', 'Iron'),
    ...sections(rows, 'paxos', 'Paxos'),
    '## Differences from Prism\n',
    ...differences.map(({ reason, sandbox }, index) => `${index + 1}. The sandbox ${sandbox}. ${reason}`),
    '\n## Totals\n',
    table(['', 'Iron', 'Paxos', 'both'], totals(rows)),
    '',
  ].join('\n');
}

function sections(rows: readonly Row[], provider: Row['provider'], title: string): string[] {
  const own = rows.filter((row) => row.provider === provider);
  const tags = [...new Set(own.map(({ operation }) => operation.tag))].sort();
  return [
    `## ${title}\n`,
    ...tags.flatMap((tag) => [
      `### ${tag}\n`,
      table(
        ['Operation', 'Memory', 'Our SDK', 'Prism', 'Documented page'],
        own.filter(({ operation }) => operation.tag === tag).map(cellsOf),
      ),
      '',
    ]),
  ];
}

function cellsOf({ operation, memory, sdk, shapes, differing, pages, link }: Row): string[] {
  const numbers = [...new Set(differing)].map((difference) => `[${differences.indexOf(difference) + 1}]`);
  const documented = [...pages.map((page) => `\`${page}\``), ...(link ? [`[link](${new URL(link).href})`] : [])];
  return [
    `\`${operation.id}\`<br>\`${operation.method} ${operation.path}\``,
    memory ? 'yes' : 'example',
    sdk ? 'yes' : 'no',
    [`${shapes - differing.length} of ${shapes}`, ...numbers].join(' '),
    documented.join(', '),
  ];
}

function totals(rows: readonly Row[]): string[][] {
  const line = (name: string, count: (some: readonly Row[]) => number): string[] => [
    name,
    ...(['iron', 'paxos'] as const).map((provider) => String(count(rows.filter((row) => row.provider === provider)))),
    String(count(rows)),
  ];
  const where = (name: string, matches: (row: Row) => boolean): string[] =>
    line(name, (some) => some.filter(matches).length);
  const sum = (name: string, value: (row: Row) => number): string[] =>
    line(name, (some) => some.reduce((total, row) => total + value(row), 0));
  return [
    where('operations', () => true),
    where('answered from memory', ({ memory }) => memory),
    where('called with our SDK', ({ sdk }) => sdk),
    where('like Prism for every shape', ({ differing }) => differing.length === 0),
    sum('request shapes', ({ shapes }) => shapes),
    sum('of them like Prism', ({ shapes, differing }) => shapes - differing.length),
    where('compared with a documented page', ({ pages }) => pages.length > 0),
    where('not compared, page linked', ({ pages, link }) => pages.length === 0 && link !== undefined),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
