// How the new SDK proves who is calling: one small function, made from the contract's first security scheme.
import { literal } from '../../contract/emit/code.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';

export interface CredentialsKind {
  /** Name of the option. */
  readonly option: 'apiKey' | 'login' | 'token';
  /** What it is, for people. */
  readonly text: string;
  /** Statement that puts `value` on the request. */
  readonly statement: string;
}

/** The scheme that most operations name, else the first declared; undefined where there is none. */
export function credentialsOf(document: JsonObject): CredentialsKind | undefined {
  const components = isObject(document.components) ? document.components : {};
  const schemes = Object.entries(isObject(components.securitySchemes) ? components.securitySchemes : {}).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );
  const uses = (name: string): number => JSON.stringify(document.paths ?? {}).split(`"${name}":[`).length;
  const [best] = schemes.sort((a, b) => uses(b[0]) - uses(a[0]));
  if (!best) return undefined;
  const [, scheme] = best;
  const name = literal(String(scheme.name));
  if (scheme.type === 'apiKey') return { option: 'apiKey', text: 'The API key', statement: keyStatement(scheme, name) };
  if (scheme.type === 'http' && String(scheme.scheme).toLowerCase() === 'basic')
    return {
      option: 'login',
      text: '`user:password`',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: code of the generated file
      statement: "request.headers.set('Authorization', `Basic ${btoa(value)}`);",
    };
  return {
    option: 'token',
    text: 'The access token',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code of the generated file
    statement: "request.headers.set('Authorization', `Bearer ${value}`);",
  };
}

function keyStatement(scheme: JsonObject, name: string): string {
  if (scheme.in === 'header') return `request.headers.set(${name}, value);`;
  if (scheme.in === 'cookie') return `request.headers.set('Cookie', [${name}, value].join('='));`;
  return `const url = new URL(request.url);
    url.searchParams.set(${name}, value);
    // Each attempt sets it anew, so that a repeat carries it once.
    Object.assign(request, { url: url.href });`;
}
