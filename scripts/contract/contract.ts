// From a provider's folder in specs/ to its effective contract: facts + texts -> overlays -> names of operations -> normalised
// -> request and response types.
import { existsSync, readdirSync } from 'node:fs';
import type { JsonObject } from './json.ts';
import { type OperationNames, operationNamesIn, withOperationNames } from './names.ts';
import { normalise } from './normalise.ts';
import { applyOverlay, type Overlay } from './overlay.ts';
import { type Provider, specDir } from './providers.ts';
import { splitRequestsFromResponses } from './request-response.ts';
import { withTexts } from './texts.ts';
import type { Pointer } from './walk.ts';
import { readYaml } from './yaml.ts';

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
