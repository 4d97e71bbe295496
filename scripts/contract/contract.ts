// From a provider's folder in specs/ to its effective contract: facts + texts -> overlays -> names of operations -> normalised
// -> request and response types.
import { existsSync, readdirSync } from 'node:fs';
import { readYaml } from './files.ts';
import { isObject, items, type Json, type JsonObject, put } from './json.ts';
import type { Kind } from './openapi.ts';
import { type OperationNames, operationNamesIn, withOperationNames } from './operations.ts';
import { applyOverlay, type Overlay } from './overlay.ts';
import { type Provider, specDir } from './providers.ts';
import { splitRequestsFromResponses } from './request-response.ts';
import { withTexts } from './texts.ts';
import { type Pointer, rebuild } from './walk.ts';

export interface Contract {
  readonly provider: Provider;
  /** The effective contract: what Prism, the types, the tables and the docs read. */
  readonly document: JsonObject;
  /** Schemas emitted twice, `X` for responses and `XInput` for requests. */
  readonly split: readonly string[];
  /** Places of texts that the facts do not have. */
  readonly unplaced: readonly Pointer[];
}

/** What a contract is made of, as its folder has it. */
export interface Parts {
  readonly facts: JsonObject;
  readonly texts: JsonObject;
  readonly overlays: readonly OverlayFile[];
  /** `operations` of names.yaml. */
  readonly operationNames?: OperationNames;
}

export type OverlayFile = readonly [file: string, overlay: Overlay];

/** Builds the effective contract of one provider. Throws OverlayError, or the YAML parser's error with the file's name. */
export const buildContract = (provider: Provider, directory: string = specDir(provider)): Contract =>
  contractFrom(provider, readParts(directory));

export function readParts(directory: string): Parts {
  const texts = `${directory}texts.yaml`;
  return {
    facts: readYaml(`${directory}spec.yaml`),
    // A new provider has none yet.
    texts: existsSync(texts) ? readYaml(texts) : {},
    overlays: readOverlays(directory),
    operationNames: existsSync(`${directory}names.yaml`) ? operationNamesIn(readYaml(`${directory}names.yaml`)) : {},
  };
}

/** The same from parts already read, which stay as they are. */
export function contractFrom(provider: Provider, { facts, texts, overlays, operationNames }: Parts): Contract {
  const { document, unplaced } = withTexts(facts, texts);
  for (const [file, overlay] of overlays) applyOverlay(document, overlay, `overlays/${file}`);
  const options = { nullableWhenRead: provider.nullableWhenRead };
  return {
    provider,
    ...splitRequestsFromResponses(normalise(withOperationNames(document, operationNames)), options),
    unplaced,
  };
}

export function overlayFiles(directory: string): string[] {
  if (!existsSync(`${directory}overlays`)) return [];
  return readdirSync(`${directory}overlays`)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

export const readOverlays = (directory: string): OverlayFile[] =>
  overlayFiles(directory).map((file) => [file, readYaml(`${directory}overlays/${file}`) as unknown as Overlay]);

// What the overlays leave to code, because it must happen everywhere at once: media types, `allOf` wrappers, empty members.

/** Returns the document with every media type key bare and every single-`$ref` `allOf` unwrapped. */
export function normalise(document: JsonObject): JsonObject {
  return rebuild(document, 'document', (node, kind) => normalised(node, kind));
}

function normalised(node: JsonObject, kind: Kind): JsonObject {
  if (kind === 'schema') return unwrap(node);
  return isObject(node.content) ? { ...node, content: bareMediaTypes(node.content) } : node;
}

/** `application/json; charset=utf-8` -> `application/json`: openapi-fetch's types look media types up without parameters. */
function bareMediaTypes(content: JsonObject): JsonObject {
  const bare: JsonObject = {};
  for (const [mediaType, media] of Object.entries(content)) {
    const name = (mediaType.split(';')[0] ?? mediaType).trim().toLowerCase();
    if (Object.hasOwn(bare, name))
      throw new Error(`two media types become ${name}: ${Object.keys(content).join(', ')}`);
    put(bare, name, media);
  }
  return bare;
}

/** `allOf: [{ $ref }, { deprecated: true }]` -> `{ $ref, deprecated: true }`: an intersection loses discriminators in types. */
function unwrap(schema: JsonObject): JsonObject {
  if (!Array.isArray(schema.allOf)) return schema;
  const members = items(schema.allOf).filter(
    (member): member is JsonObject => isObject(member) && Object.keys(member).length > 0,
  );
  const refs = members.filter((member) => typeof member.$ref === 'string');
  const rest = members.filter((member) => typeof member.$ref !== 'string');
  const onlyAnnotations = rest.every((member) => Object.keys(member).every((key) => ANNOTATIONS.has(key)));
  const { allOf, ...others } = schema;
  const addsNothing = Object.keys(others).every((key) => ANNOTATIONS.has(key));
  if (refs.length === 1 && onlyAnnotations && addsNothing)
    return Object.assign({}, refs[0], ...rest, others) as JsonObject;
  return members.length > 0 ? { ...others, allOf: members as Json[] } : others;
}

/** Keywords that describe a schema without narrowing it. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'description',
  'title',
  'deprecated',
  'default',
  'example',
  'examples',
  'readOnly',
]);
