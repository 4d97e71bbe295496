// How the new SDK proves who is calling: one small function, made from the contract's first security scheme.
import { literal } from '../../contract/emit/code.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';

export interface CredentialsKind {
  /** Name of the option. */
  readonly option: 'apiKey' | 'login' | 'token';
  /** What it is, for people. */
  readonly text: string;
  /** Whether they go into a header, or into the query of the address. */
  readonly place: 'header' | 'query';
  /** Statement that puts `value` into `headers`, or into the query of `url`. */
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
  if (scheme.type === 'apiKey')
    return {
      option: 'apiKey',
      text: 'The API key',
      place: scheme.in === 'query' ? 'query' : 'header',
      statement: keyStatement(scheme, name),
    };
  if (scheme.type === 'http' && String(scheme.scheme).toLowerCase() === 'basic')
    return {
      option: 'login',
      text: '`user:password`',
      place: 'header',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: code of the generated file
      statement: "headers.set('Authorization', `Basic ${btoa(value)}`);",
    };
  return {
    option: 'token',
    text: 'The access token',
    place: 'header',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code of the generated file
    statement: "headers.set('Authorization', `Bearer ${value}`);",
  };
}

function keyStatement(scheme: JsonObject, name: string): string {
  if (scheme.in === 'header') return `headers.set(${name}, value);`;
  if (scheme.in === 'cookie') return `headers.set('Cookie', [${name}, value].join('='));`;
  return `url.searchParams.set(${name}, value);`;
}
