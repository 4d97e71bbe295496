// A workflow as GitHub reads it: parsed by its own parser, expressions worked out by its own engine. What this does not know
// is an error, never left out.
import { registerHooks } from 'node:module';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { WorkflowTemplate } from '@actions/workflow-parser/model/workflow-template';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';

// The parser is written for bundlers: it imports its schema without saying that it is JSON, which Node asks for.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const parser = await import('@actions/workflow-parser');
const { isBasicExpression, isBoolean, isMapping, isNumber, isSequence, isString } = parser;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
/** The contexts of an expression: needs, matrix, env and so on. */
export type Contexts = JsonObject;

export interface Workflow {
  readonly root: TemplateToken;
  readonly template: WorkflowTemplate;
  readonly errors: readonly string[];
}

export async function readWorkflow(name: string, content: string): Promise<Workflow> {
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  if (value === undefined) throw new Error(context.errors.getErrors().join('\n'));
  const template = await parser.convertWorkflowTemplate(context, value);
  return { root: value, template, errors: context.errors.getErrors().map(({ message }) => message) };
}

/** The value of an expression without its marks. `succeeded` is what success() gives. */
export function evaluate(expression: string, contexts: Contexts, succeeded = true): Json {
  const status = { minArgs: 0, maxArgs: 0 };
  const functions = [
    { ...status, name: 'success', call: () => new data.BooleanData(succeeded) },
    { ...status, name: 'failure', call: () => new data.BooleanData(!succeeded) },
    { ...status, name: 'always', call: () => new data.BooleanData(true) },
    { ...status, name: 'cancelled', call: () => new data.BooleanData(false) },
  ];
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const byName = new Map(functions.map((one) => [one.name, one]));
  const value = new Evaluator(tree, known, byName).evaluate();
  return JSON.parse(JSON.stringify(value, data.replacer)) as Json;
}

export const isTrue = (value: Json): boolean => value !== null && value !== false && value !== 0 && value !== '';

/** A part of the workflow as plain data, with every expression in it worked out. */
export function plain(token: TemplateToken, contexts: Contexts): Json {
  if (isBasicExpression(token)) return evaluate(token.expression, contexts);
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isSequence(token)) return Array.from({ length: token.count }, (_, at) => plain(token.get(at), contexts));
  if (isMapping(token))
    return Object.fromEntries([...token].map(({ key, value }) => [String(key), plain(value, contexts)]));
  throw new Error(`line ${token.line}: a ${token.typeName()} is not known here`);
}

/** The entries of a mapping; a key that is not known is an error. */
export function entries(token: TemplateToken | undefined, known: readonly string[]): Map<string, TemplateToken> {
  if (token === undefined) return new Map();
  const found = [...token.assertMapping('this part')].map(({ key, value }) => [String(key), value] as const);
  for (const [key, value] of found)
    if (!known.includes(key)) throw new Error(`line ${value.line}: ${key} is not known here, only ${known.join(', ')}`);
  return new Map(found);
}

/** As GitHub hands values to a shell. */
export function variables(token: TemplateToken | undefined, contexts: Contexts): Record<string, string> {
  if (token === undefined) return {};
  const values = Object.entries(plain(token, contexts) as JsonObject);
  return Object.fromEntries(values.map(([name, value]) => [name, value === null ? '' : String(value)]));
}
