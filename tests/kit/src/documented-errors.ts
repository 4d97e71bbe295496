// Tests that errors have what documentation says they have: a property that the types lack cannot be used without a cast.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diagnose } from './diagnostics.ts';

/** A class of errors and one of its properties, such as `WaitTimeoutError.last`. */
export type Documented = `${string}.${string}`;

/**
 * Finds what documentation says of errors: properties in backquotes after the name of a class and `that has`, `with`, `its` or a
 * semicolon (`{WaitTimeoutError} if the deadline comes first; \`last\` is …`), or in a sentence that goes on with "It has".
 */
export function documentedProperties(text: string): Documented[] {
  return text.split(/\n\s*\n|\n(?=[-|]|\s*\* @)/).flatMap((paragraph) => {
    let error = 'SdkError';
    const prose = paragraph.replaceAll(/^\s*\*? ?/gm, '').replaceAll(/\s+/g, ' ');
    return prose.split(/(?<=\.) (?=[A-Z])/).flatMap((sentence): Documented[] => {
      const [, name, rest = ''] = /^.*\b([A-Z]\w+Error)\b(.*)$/.exec(sentence) ?? [];
      if (!name && !/^(It|The error) has\b|\bis thrown too, with\b/.test(sentence)) return [];
      error = name ?? error;
      const said = name ? (/(?:^\W*(?:that has|with)\b|\bits\b|;)(.*)$/.exec(rest)?.[1] ?? '') : sentence;
      return [...said.matchAll(/`([a-z][A-Za-z]*)(?:: [^`]*)?`/g)].map(
        ([, property]): Documented => `${error}.${property}`,
      );
    });
  });
}

/**
 * Defines the test for an SDK, whose errors its own documents and docstrings and those of the core describe.
 *
 * @param beside `import.meta.url` of a test in `test/types`
 * @param known some of what is documented, so that documentation which is not found fails too
 * @param entries where classes are exported, other than from the SDK's main entry
 */
export function testDocumentedErrors(
  beside: string,
  sdk: string,
  known: readonly Documented[],
  entries: Readonly<Record<string, string>> = {},
): void {
  test('every property of an error that documentation names is typed', () => {
    const folder = fileURLToPath(new URL('../..', beside));
    const files = ['.', '../sdk-core'].flatMap((one) =>
      globSync(['README.md', 'docs/*.md', 'src/**/*.ts'], { cwd: folder + one }).map(
        (file) => `${folder}${one}/${file}`,
      ),
    );
    const documented = [...new Set(files.flatMap((file) => documentedProperties(textOf(file))))].sort();
    expect(documented).toEqual(expect.arrayContaining([...known]));
    const program = documented.map((one, i) => {
      const [name = '', property = ''] = one.split('.');
      return `export type P${i} = import('${entries[name] ?? sdk}').${name}['${property}'];`;
    });
    expect(diagnose(program.join('\n'), beside)).toEqual([]);
    const untyped = `export type Untyped = import('${sdk}').SdkError['held'];`;
    expect(diagnose([...program, untyped].join('\n'), beside)).toMatchObject([{ line: untyped }]);
  });
}

/** The prose of a document, or the docstrings of a source. */
function textOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.ts')) return (text.match(/\/\*\*[\s\S]*?\*\//g) ?? []).join('\n\n');
  return text.replaceAll(/```[\s\S]*?```/g, '');
}
