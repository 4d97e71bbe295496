// The line that something new gets until a person writes a better one: made from its name and nothing else.
import { capitalise } from '../../contract/names.ts';

/** `tax_id` -> `tax id`, `createOrderV2` -> `create order v2`. */
export function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

const sentence = (text: string): string => `${capitalise(text || 'unnamed')}.`;

export const lines = {
  operation: (id: string, method: string, path: string): { summary: string; description: string } => ({
    summary: capitalise(words(id)) || `${method.toUpperCase()} ${path}`,
    description: `${capitalise(words(id)) || 'Called'} by \`${method.toUpperCase()} ${path}\`.`,
  }),
  property: (name: string, owner: string): string => sentence(`${words(name)} of the ${words(owner) || 'record'}`),
  parameter: (name: string, place: string): string => sentence(`${words(name)}, given in the ${place}`),
  schema: (name: string): string => sentence(`${words(name)}, as the API defines it`),
  variant: (owner: string, index: number): string =>
    sentence(`variant ${index + 1} of the ${words(owner) || 'record'}`),
  value: (value: string): string => sentence(words(value)),
  header: (name: string): string => sentence(`${words(name)}, given in the answer`),
  body: (id: string): string => sentence(`what ${words(id) || 'the call'} takes`),
  tag: (name: string): string => sentence(`operations on ${words(name)}`),
  scope: (name: string): string => sentence(`allows ${words(name)}`),
  scheme: (name: string): string => sentence(`credentials of the kind ${words(name)}`),
  server: (url: string): string => sentence(`server at ${url.replace(/[^A-Za-z0-9.:/_-]/g, '')}`),
  answer: (status: string): string =>
    ANSWERS[status] ??
    (status.startsWith('2')
      ? 'The request succeeded.'
      : status === 'default'
        ? 'The request failed.'
        : `The request failed with status ${status}.`),
} as const;

const ANSWERS: Readonly<Record<string, string>> = {
  '201': 'The record was created.',
  '202': 'The request was taken; it is worked on later.',
  '204': 'Done; the answer has no body.',
  '400': 'The request is malformed.',
  '401': 'The credentials are missing or not valid.',
  '403': 'The credentials do not allow this.',
  '404': 'There is no such record.',
  '409': 'The request conflicts with the present state.',
  '422': 'The content of the request cannot be processed.',
  '429': 'Too many requests were sent.',
  '500': 'The server failed to handle the request.',
  '503': 'The service is unavailable for the moment.',
};
