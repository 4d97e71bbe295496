// From a provider's folder in specs/ to its effective contract: spec -> overlays -> normalised -> sent and read forms.
import { readdirSync, readFileSync } from 'node:fs';
import { isObject, type JsonObject } from './json.ts';
import { normalise } from './normalise.ts';
import { applyOverlay, type Overlay } from './overlay.ts';
import { splitPositions } from './positions.ts';
import { type Provider, specDir } from './providers.ts';
import { parseYaml } from './yaml.ts';

export interface Contract {
  readonly provider: Provider;
  /** The effective contract: what Prism, the types, the tables and the docs read. */
  readonly document: JsonObject;
  /** Schemas emitted in two forms, `X` as read and `XInput` as sent. */
  readonly split: readonly string[];
  /** Whether the last overlay had to change what the provider publishes: files applied, in order. */
  readonly overlays: readonly string[];
}

/** Builds the effective contract of one provider. Throws OverlayError, or what the YAML parser says, with the file's name. */
export function buildContract(provider: Provider, directory: string = specDir(provider)): Contract {
  return contractFrom(provider, readYaml(`${directory}spec.yaml`), readOverlays(directory));
}

export type OverlayFile = readonly [file: string, overlay: Overlay];

/** The same from a document already read, which the overlays change in place. */
export function contractFrom(provider: Provider, document: JsonObject, overlays: readonly OverlayFile[]): Contract {
  for (const [file, overlay] of overlays) applyOverlay(document, overlay, `overlays/${file}`);
  const positions = splitPositions(normalise(document), { nullableWhenRead: provider.nullableWhenRead });
  return { provider, document: positions.document, split: positions.split, overlays: overlays.map(([file]) => file) };
}

export function overlayFiles(directory: string): string[] {
  return readdirSync(`${directory}overlays`)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

export const readOverlays = (directory: string): OverlayFile[] =>
  overlayFiles(directory).map((file) => [file, readYaml(`${directory}overlays/${file}`) as unknown as Overlay]);

export function readYaml(file: string): JsonObject {
  let content: unknown;
  // Aliases are refused: a contract needs none, and they are how a small file becomes a huge one.
  try {
    content = parseYaml(readFileSync(file, 'utf8'), 0);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
  if (!isObject(content)) throw new Error(`${file}: holds no mapping of keys to values; is it the right file?`);
  return content;
}
