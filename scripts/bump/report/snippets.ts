// Code before and after, for a change that breaks: short enough to read, close enough to use.
import type { Finding } from '../diff/change.ts';
import { inBlock } from './text.ts';

export interface Snippet {
  readonly before: string;
  readonly after: string;
}

export function snippetOf(finding: Finding, provider: string): Snippet {
  const call = finding.reaches[0]?.call || `${provider}.…`;
  const field = finding.where.split('.').slice(1).join('.') || finding.where;
  const [place, name] = finding.where.split(' ');
  const is = (...kinds: Finding['kind'][]): boolean => kinds.includes(finding.kind);
  if (is('operation-removed')) return { before: `await ${call}(…);`, after: '// This call is gone.' };
  if (is('webhook-removed'))
    return { before: `// ${inBlock(finding.operation)} is delivered.`, after: '// It is no longer delivered.' };
  if (is('call-renamed'))
    return { before: `await ${inBlock(finding.before)}(…);`, after: `await ${inBlock(finding.after)}(…);` };
  if (is('operation-moved')) return { before: pathCall(finding.before), after: pathCall(finding.after) };
  if (is('type-renamed', 'request-type-renamed'))
    return { before: typeImport(provider, finding.before), after: typeImport(provider, finding.after) };
  if (is('type-removed')) return { before: typeImport(provider, finding.before), after: '// This type is gone.' };
  if (is('required-parameter-added', 'parameter-now-required'))
    return { before: `await ${call}(…);`, after: `await ${call}({ ${place}: { ${key(name)}: … } });` };
  if (is('parameter-removed'))
    return { before: `await ${call}({ ${place}: { ${key(name)}: … } });`, after: `await ${call}(…);` };
  if (is('parameter-renamed'))
    return {
      before: `{ ${place}: { ${key(inBlock(finding.before))}: … } }`,
      after: `{ ${place}: { ${key(inBlock(finding.after))}: … } }`,
    };
  if (is('required-request-field-added', 'request-field-now-required'))
    return { before: sent(finding, call, field, false), after: sent(finding, call, field, true) };
  if (is('request-field-removed'))
    return { before: sent(finding, call, field, true), after: sent(finding, call, field, false) };
  if (is('response-field-removed'))
    return {
      before: `${read(finding, call)}.${field};`,
      after: `// \`${inBlock(field)}\` is no longer there.`.replaceAll('`', "'"),
    };
  if (is('response-field-now-optional'))
    return { before: `${read(finding, call)}.${field};`, after: `${read(finding, call)}.${field} ?? fallback;` };
  if (is('error-status-removed'))
    return {
      before: `if (result.status === ${inBlock(finding.before)}) …`,
      after: '// This status is no longer declared.',
    };
  return {
    before: `// ${inBlock(finding.where)}: ${inBlock(finding.before) || 'as it was'}`,
    after: `// ${inBlock(finding.where)}: ${inBlock(finding.after) || 'no longer'}`,
  };
}

const key = (name = ''): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${inBlock(name).replaceAll("'", "\\'")}'`;

/** In a shared type the type is what a reader has in hand; in an operation's own body it is the call. */
function sent(finding: Finding, call: string, field: string, filled: boolean): string {
  const parts = field
    .replaceAll('[]', '')
    .split('.')
    .map((part) => key(part));
  const inner = filled
    ? parts.reduceRight((text, part) => (text ? `{ …, ${part}: ${text} }` : `{ …, ${part}: value }`), '')
    : '{ … }';
  return finding.schema ? `const value: ${finding.schema} = ${inner};` : `await ${call}({ body: ${inner} });`;
}

const read = (finding: Finding, call: string): string =>
  finding.schema ? `value /* ${finding.schema} */` : `(await ${call}(…))`;

function pathCall(place: Finding['before']): string {
  const [method = '', path = ''] = inBlock(place).split(' ');
  return `await client.${method}('${path}', …);`;
}

const typeImport = (provider: string, name: Finding['before']): string =>
  `import type { ${inBlock(name)} } from '@org/${provider}-types';`;
