// The text of an operation method on hover: what the contract says of it, and what the SDK does with that.
import { entries, isObject, items, type Json, type JsonObject, own, put } from '../json.ts';
import { contentsOf, isFilled, parametersOf } from '../operations.ts';
import type { Provider } from '../providers.ts';
import { examplesOf } from '../validate.ts';
import { deref, resolveRef } from '../walk.ts';
import { docText, expression, propertyName, wrappedExpression } from './code.ts';
import { type Call, callsOf, factsOf, type OperationFacts, rateLimitOf, schemesOf } from './table.ts';

export function methodText(document: JsonObject, provider: Provider, call: Call): string {
  const { operation } = call.place;
  const facts = factsOf(document, call);
  const page = isObject(operation.externalDocs) ? String(operation.externalDocs.url) : provider.docs;
  return [
    docText(operation),
    [`\`${facts.method} ${facts.path}\``, ...factLines(document, operation, facts).map((line) => `- ${line}`)].join(
      '\n',
    ),
    `@example\n${exampleOf(document, provider, call)}${page ? `\n@see ${page}` : ''}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function factLines(document: JsonObject, operation: JsonObject, facts: OperationFacts): string[] {
  const { idempotency, pagination, sandboxOnly } = facts;
  const limit = facts.rateLimit ?? rateLimitOf(document);
  const errors = errorLines(document, operation);
  return [
    sandboxOnly ? 'Sandbox environment only.' : '',
    credentials(document, operation, facts),
    idempotency
      ? `Idempotency key: ${'header' in idempotency ? `header \`${idempotency.header}\`` : `\`body.${idempotency.body}\``}. Pass one as \`idempotencyKey\`, or the SDK makes one.`
      : '',
    isRepeatable(facts) ? '' : 'Retries: only if the request was certainly not sent.',
    pagination
      ? `Pagination: \`for await\` iterates over all items, \`await\` returns the first page; \`query.${pagination.parameter}\` continues a list.`
      : '',
    limit ? `Rate limit: class \`${limit.class}\`, ${limit.perSecond} requests a second.` : '',
    errors.length > 0 ? `Errors:\n${errors.map((line) => `  - ${line}`).join('\n')}` : '',
  ].filter(Boolean);
}

/** As the engine of the SDK decides it. */
const isRepeatable = ({ method, idempotency, retry }: OperationFacts): boolean =>
  retry !== false && (idempotency !== undefined || (method !== 'POST' && method !== 'PATCH'));

/** The scopes or, where there are none, what the security schemes ask for. */
function credentials(document: JsonObject, operation: JsonObject, facts: OperationFacts): string {
  if (facts.public) return 'Credentials: none.';
  const { scopes = [] } = facts;
  if (scopes.length > 0) {
    const lists = scopes.map((list) => list.map((scope) => `\`${scope}\``).join(' or '));
    return `OAuth ${scopes.flat().length > 1 ? 'scopes' : 'scope'}: ${lists.join(' and ')}.`;
  }
  const schemes = own(document.components, 'securitySchemes');
  const names = new Set(schemesOf(document, operation).flat());
  const texts = [...names].map((name) => schemeText(deref(document, own(schemes, name))));
  return texts.length > 0 ? `Credentials: ${texts.join(' or ')}.` : '';
}

function schemeText(scheme: JsonObject | undefined): string {
  if (scheme?.type === 'apiKey') return `${scheme.in} \`${scheme.name}\``;
  if (scheme?.type === 'oauth2') return 'an OAuth access token, of any scope';
  return 'header `Authorization`';
}

function errorLines(document: JsonObject, operation: JsonObject): string[] {
  return entries(operation.responses).flatMap(([status, node]) => {
    const response = deref(document, node);
    if (status.startsWith('2') || typeof response?.description !== 'string') return [];
    return [`\`${status}\`: ${firstSentence(response.description)}`];
  });
}

function firstSentence(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return /^.*?[.!?](?= [A-Z\d`]|$)/.exec(line)?.[0] ?? line;
}

// `@example` of an operation method: the call as a user writes it, with the values of the contract's examples.

export function exampleOf(document: JsonObject, provider: Provider, call: Call): string {
  const method = methodOf(provider, call);
  const args = argumentsOf(document, call);
  const source = sourceOf(document, call);
  if (source) {
    const fields = entries(args).map(([name, value]) => `${name}: ${expression(value)}`);
    return [
      `const body = await ${callText(methodOf(provider, source), argumentsOf(document, source))};`,
      `await ${method}({ ${[...fields, 'body'].join(', ')} });`,
    ].join('\n');
  }
  if (body(document, call)) put(args, 'body', bodyExample(document, call));
  const text = callText(method, args);
  return factsOf(document, call).pagination ? `for await (const item of ${text}) console.log(item);` : `await ${text};`;
}

const callText = (method: string, args: JsonObject): string =>
  `${method}(${Object.keys(args).length > 0 ? wrappedExpression(args, `await ${method}();`.length) : ''})`;

/** `iron.customer.createCustomer`. */
const methodOf = ({ pascal }: Provider, { group, name }: Call): string =>
  pascal.charAt(0).toLowerCase() + pascal.slice(1) + member(group) + member(name);

const member = (name: string): string => (propertyName(name) === name ? `.${name}` : `[${propertyName(name)}]`);

/** What has to be given, without the body. */
function argumentsOf(document: JsonObject, { place }: Call): JsonObject {
  const args: JsonObject = {};
  const required = parametersOf(document, place).filter(
    (parameter) => parameter.required === true && !isFilled(place.operation, parameter),
  );
  for (const where of ['path', 'query', 'header']) {
    const values: JsonObject = {};
    for (const parameter of required.filter((one) => one.in === where))
      put(values, String(parameter.name), parameterExample(document, parameter));
    if (Object.keys(values).length > 0) args[where] = values;
  }
  return args;
}

/** The parameter's own example, else one of its schema, else a value of its type. */
function parameterExample(document: JsonObject, parameter: JsonObject): Json {
  const [example] = examplesOf(document, parameter);
  return example ? example.value : sampleOf(document, parameter.schema, String(parameter.name));
}

function sampleOf(document: JsonObject, node: Json | undefined, name: string): Json {
  const schema = deref(document, node) ?? {};
  const known = schema.example ?? items(schema.examples)[0] ?? items(schema.enum)[0];
  if (known !== undefined) return known;
  const [type] = [schema.type].flat();
  if (type === 'array') return [sampleOf(document, schema.items, name)];
  if (type === 'integer' || type === 'number') return 1;
  return type === 'boolean' ? true : name;
}

/** The first example of the body, without the idempotency key that the SDK fills. */
function bodyExample(document: JsonObject, call: Call): Json {
  const [example] = examplesOf(document, body(document, call)?.media ?? {});
  const { idempotency } = factsOf(document, call);
  if (!example) return {};
  return idempotency && 'body' in idempotency ? without(example.value, idempotency.body.split('.')) : example.value;
}

function without(value: Json, [name, ...rest]: readonly string[]): Json {
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key !== name) put(copy, key, item);
    else if (rest.length > 0) put(copy, key, without(item, rest));
  }
  return copy;
}

/** The method whose result is the body: of a schema that is sent back as it was received, nobody writes one. */
function sourceOf(document: JsonObject, call: Call): Call | undefined {
  const refOf = ({ schema }: JsonObject): Json | undefined => own(schema, '$ref');
  const ref = refOf(body(document, call)?.media ?? {});
  if (own(resolveRef(document, String(ref)), 'x-round-trip') !== true) return undefined;
  return [...callsOf(document).values()]
    .flat()
    .find(({ place }) =>
      contentsOf(document, place.operation).some(
        ({ status, media }) => status?.startsWith('2') && refOf(media) === ref,
      ),
    );
}

const body = (document: JsonObject, { place }: Call): ReturnType<typeof contentsOf>[number] | undefined => {
  const bodies = contentsOf(document, place.operation).filter(({ direction }) => direction === 'request');
  return bodies.find(({ mediaType }) => mediaType === 'application/json') ?? bodies[0];
};
