// The text of an operation method on hover: what the contract says of it, and what the SDK does with that.
import { entries, isObject, items, type JsonObject } from '../json.ts';
import type { Provider } from '../providers.ts';
import { deref } from '../refs.ts';
import { docText } from './doc-text.ts';
import { exampleOf } from './example.ts';
import { type Call, factsOf, type OperationFacts, rateLimitOf } from './table.ts';

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
  const schemes = isObject(document.components) ? document.components.securitySchemes : undefined;
  const names = items(operation.security ?? document.security).flatMap((one) => entries(one).map(([name]) => name));
  const texts = [...new Set(names)].map((name) =>
    schemeText(deref(document, isObject(schemes) ? schemes[name] : undefined)),
  );
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
