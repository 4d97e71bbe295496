// Findings to release: the grave ones decide, and below 1.0.0 everything is one step smaller.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../diff/change.ts';
import { bumpFor, nextVersion } from '../judge.ts';

const findings = (...severities: Finding['severity'][]): Pick<Finding, 'severity'>[] =>
  severities.map((severity) => ({ severity }));

describe('the version that findings ask for', () => {
  it.each([
    [['breaking', 'additive'], '1.2.3', 'major', '2.0.0'],
    [['additive', 'note'], '1.2.3', 'minor', '1.3.0'],
    [['behavior', 'note'], '1.2.3', 'minor', '1.3.0'],
    [['note'], '1.2.3', 'patch', '1.2.4'],
    [['behavior', 'note'], '1.2.3', 'minor', '1.3.0'],
    [[], '1.2.3', 'none', '1.2.3'],
    [['note', 'breaking'], '0.2.3', 'minor', '0.3.0'],
    [['additive'], '0.2.3', 'patch', '0.2.4'],
    [['note'], '0.0.0', 'patch', '0.0.1'],
    [['breaking'], '0.0.0', 'minor', '0.1.0'],
    [['additive'], '2.0.0-beta.1', 'minor', '2.1.0'],
  ] as const)('%j on %s is %s: %s', (severities, version, bump, next) => {
    const found = bumpFor(findings(...severities), version);
    expect([found, nextVersion(version, found)]).toEqual([bump, next]);
  });
});
