// Compares bodies by media type, in the direction in which they go.
import { sameFacts } from '../../contract/facts.ts';
import { isObject, type Json, own } from '../../contract/json.ts';
import { compareSchemas } from './schema.ts';
import type { Node, Position, Walk } from './walk.ts';

/** A webhook is a call the other way round: what it carries we read, what we answer we send. */
export const positionOfBody = (node: Node): Position => (node.startsWith('webhook ') ? 'read' : 'sent');

export function compareContents(
  walk: Walk,
  left: Json | undefined,
  right: Json | undefined,
  at: { node: Node; where: string; position: Position },
): void {
  const side = at.position === 'sent' ? 'request' : 'response';
  const [old, now] = [isObject(left) ? left : {}, isObject(right) ? right : {}];
  const told = new Set<string>();
  for (const [media, entry] of Object.entries(old)) {
    const twin = own(now, media);
    if (!isObject(twin) || !isObject(entry)) {
      walk.say(at.node, { kind: `${side}-media-type-removed`, where: at.where, before: media });
      continue;
    }
    // The same schema under several media types is one change.
    const pair = `${JSON.stringify(entry.schema)} ${JSON.stringify(twin.schema)}`;
    if (!told.has(pair)) compareSchemas(walk, entry.schema ?? true, twin.schema ?? true, at);
    told.add(pair);
    if (!sameFacts('mediaType', 'encoding', entry.encoding, twin.encoding))
      walk.say(at.node, {
        kind: 'serialisation-changed',
        where: `${at.where} ${media}`,
        before: entry.encoding ?? null,
        after: twin.encoding ?? null,
      });
  }
  for (const media of Object.keys(now)) {
    if (!Object.hasOwn(old, media))
      walk.say(at.node, { kind: `${side}-media-type-added`, where: at.where, after: media });
  }
}
