// Links to a provider's pages lead to the provider, safely: they end up as `@see` in editors.
import { DATA_KEYS, isObject, type Json, NAME_MAPS } from '../json.ts';
import type { Finding, Rule } from './finding.ts';

/** Every `externalDocs` of a contract points to an https page on the host of the provider's documentation. */
export const docsPages =
  (docs: string): Rule =>
  (document) => {
    const host = new URL(docs).host;
    return linksIn(document, '#', false).flatMap(({ place, url }): Finding[] => {
      const link = URL.parse(url);
      if (link?.protocol === 'https:' && link.host === host) return [];
      return [
        {
          place,
          rule: 'docs-page',
          message: `${url} is no https page on ${host}: name the provider's own page, or none.`,
        },
      ];
    });
  };

function linksIn(node: Json, place: string, keysAreNames: boolean): { place: string; url: string }[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => linksIn(item, `${place}/${index}`, false));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const at = `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!keysAreNames && DATA_KEYS.has(key)) return [];
    if (!keysAreNames && key === 'externalDocs')
      return [{ place: at, url: isObject(value) ? String(value.url) : String(value) }];
    return linksIn(value, at, NAME_MAPS.has(key) && !keysAreNames);
  });
}
