// Lints one provider's contract: the rules of the generator, redocly's, and ours on texts and examples.
import { buildContract, type Contract } from '../contract.ts';
import { type Provider, specDir } from '../providers.ts';
import { validateContract } from '../validate.ts';
import { cutTexts } from './cut-texts.ts';
import type { Finding } from './finding.ts';
import { ownFindings, schemaName, twinsOf } from './own.ts';
import { redocly } from './redocly.ts';
import { locate, readSources, type Source } from './sources.ts';

export interface LocatedFinding extends Finding {
  /** Relative to the provider's folder, with the line: `spec.yaml:12`. */
  readonly file: string;
}

/** Everything that is wrong with a provider's contract, in the order of its files. */
export async function lintProvider(
  provider: Provider,
  directory: string = specDir(provider),
): Promise<LocatedFinding[]> {
  const sources = readSources(directory);
  const cut = sources.flatMap((source) =>
    cutTexts(source).map(({ line, message }) => ({
      file: `${source.file}:${line}`,
      place: '#',
      rule: 'cut-text',
      message,
    })),
  );
  const found = await effectiveFindings(provider, directory, sources);
  return unique([...cut, ...found]).sort((a, b) => byFile(a.file, b.file));
}

async function effectiveFindings(
  provider: Provider,
  directory: string,
  sources: readonly Source[],
): Promise<LocatedFinding[]> {
  let contract: Contract;
  try {
    contract = buildContract(provider, directory);
  } catch (error) {
    return [
      { file: 'spec.yaml:1', place: '#', rule: 'contract', message: `cannot be built: ${(error as Error).message}` },
    ];
  }
  const { problems } = await validateContract(contract.document);
  const findings = [
    ...problems.map(({ place, message }) => ({ place, rule: 'contract', message })),
    ...ownFindings(contract),
    ...(await redocly(contract.document)),
  ];
  const twins = twinsOf(contract);
  return findings.map((finding) => {
    const written = twins.get(schemaName(finding.place));
    const place = written ? finding.place.replace(`${written}Input`, written) : finding.place;
    return { ...finding, file: locate(sources, place) };
  });
}

const unique = (findings: readonly LocatedFinding[]): LocatedFinding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

/** By file name, then by line as a number. */
function byFile(a: string, b: string): number {
  const [left, right] = [a.split(':'), b.split(':')];
  return left[0] === right[0] ? Number(left[1]) - Number(right[1]) : String(left[0]) < String(right[0]) ? -1 : 1;
}
