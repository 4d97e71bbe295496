// Reads a request for a token: a form in either of its encodings, and credentials in the form or in the header.

export interface TokenRequest {
  readonly grantType: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** The credentials came in `Authorization: Basic`. */
  readonly basic: boolean;
}

/** Undefined where the body is neither kind of form. */
export function readTokenRequest(headers: Headers, bytes: Uint8Array): TokenRequest | undefined {
  const type = headers.get('content-type') ?? '';
  const text = new TextDecoder().decode(bytes);
  const form = /^application\/x-www-form-urlencoded\b/i.test(type)
    ? new URLSearchParams(text)
    : /^multipart\/form-data\b/i.test(type)
      ? readMultipart(type, text)
      : undefined;
  if (!form) return undefined;
  const basic = readBasic(headers.get('authorization'));
  const field = (name: string): string => form.get(name) ?? '';
  return {
    grantType: field('grant_type'),
    clientId: basic?.id ?? field('client_id'),
    clientSecret: basic?.secret ?? field('client_secret'),
    scope: field('scope'),
    basic: basic !== undefined,
  };
}

// The documented example sends `curl --form`. Fields of text only: there are no files in a request for a token.
function readMultipart(type: string, text: string): URLSearchParams | undefined {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) return undefined;
  const form = new URLSearchParams();
  for (const part of text.split(`--${mark}`).slice(1, -1)) {
    const [head = '', ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
    const name = /name="([^"]*)"/i.exec(head)?.[1];
    if (name !== undefined) form.append(name, rest.join('\r\n\r\n').replace(/\r\n$/, ''));
  }
  return form;
}

// RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
function readBasic(header: string | null): { id: string; secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const decoded = atob(encoded);
    const colon = decoded.indexOf(':');
    const half = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
    return colon < 0 ? undefined : { id: half(decoded.slice(0, colon)), secret: half(decoded.slice(colon + 1)) };
  } catch {
    return { id: '', secret: '' };
  }
}
