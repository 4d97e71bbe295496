// How the new SDK proves who is calling: one small function, made from the contract's first security scheme.
import { isObject, type JsonObject } from '../../contract/json.ts';

export interface CredentialsKind {
  /** Name of the option. */
  readonly option: string;
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
  const name = JSON.stringify(String(scheme.name)).replaceAll("'", "\\'").replace(/^"|"$/g, "'");
  if (scheme.type === 'apiKey' && scheme.in === 'header')
    return { option: 'apiKey', text: 'The API key', statement: `request.headers.set(${name}, value);` };
  if (scheme.type === 'apiKey' && scheme.in === 'cookie')
    return {
      option: 'apiKey',
      text: 'The API key',
      statement: `request.headers.set('Cookie', \`\${${name}}=\${value}\`);`,
    };
  if (scheme.type === 'apiKey') {
    return {
      option: 'apiKey',
      text: 'The API key',
      statement: `const url = new URL(request.url);\n    url.searchParams.set(${name}, value);\n    // Each attempt sets it anew, so that a repeat carries it once.\n    Object.assign(request, { url: url.href });`,
    };
  }
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
