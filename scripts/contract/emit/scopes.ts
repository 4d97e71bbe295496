// The OAuth scopes of a contract -> a union, so that a scope that does not exist is a type error.

import { isObject, type JsonObject } from '../json.ts';
import type { Provider } from '../providers.ts';
import { comment, header, identifier, literal } from './code.ts';
import { docText } from './doc-text.ts';

/** The text of `generated/scopes.ts`; undefined for a provider without OAuth. */
export function emitScopes(document: JsonObject, provider: Provider): string | undefined {
  const schemes = Object.values(((document.components as JsonObject)?.securitySchemes ?? {}) as JsonObject).filter(
    isObject,
  );
  const scopes = schemes.flatMap(({ flows }) =>
    Object.values(isObject(flows) ? flows : {}).flatMap((flow) =>
      Object.entries(isObject(flow) && isObject(flow.scopes) ? flow.scopes : {}),
    ),
  );
  if (scopes.length === 0) return undefined;
  const members = scopes
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([scope, text]) => `${comment(docText({ description: text }), { indent: '  ' })}  | ${literal(scope)}`);
  return `${header(provider)}/** Every scope that an operation of the contract asks for or the provider declares. */\nexport type ${identifier(provider.pascal)}Scope =\n${members.join('\n')};\n`;
}
