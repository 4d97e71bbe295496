// Findings -> the release they ask for. Below 1.0.0 a breaking change is a minor release and everything else a patch, as npm's
// `^0.1.2` takes new patches by itself and nothing more.
import type { Finding } from '../diff/change.ts';

export type Bump = 'major' | 'minor' | 'patch' | 'none';

export function bumpFor(findings: readonly Finding[], version: string): Bump {
  if (findings.length === 0) return 'none';
  const early = version.startsWith('0.');
  const has = (severity: Finding['severity']): boolean => findings.some((finding) => finding.severity === severity);
  if (has('breaking')) return early ? 'minor' : 'major';
  if (has('additive')) return early ? 'patch' : 'minor';
  return 'patch';
}

/** The release after `version`. */
export function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (bump === 'major') return `${major + 1}.0.0`;
  if (bump === 'minor') return `${major}.${minor + 1}.0`;
  return bump === 'patch' ? `${major}.${minor}.${patch + 1}` : version;
}
