// redocly's rules on an effective contract, as redocly.yaml at the root sets them. Its library rather than its command: that
// one is a process of its own a time, asks for updates and reports use. It was chosen over spectral because it knows
// OpenAPI 3.1 without a ruleset of ours; the one fault that only spectral finds, `default: null`, is in rules-schemas.ts.
import { lintFromString, loadConfig } from '@redocly/openapi-core';
import type { JsonObject } from '../json.ts';
import { root } from '../providers.ts';
import type { Finding } from './finding.ts';

export async function redocly(document: JsonObject, config: string = `${root}redocly.yaml`): Promise<Finding[]> {
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: `${root}contract.json`,
    config: await loadConfig({ configPath: config }),
  });
  return problems.map(({ location, message, ruleId }) => ({
    place: location[0]?.pointer ?? '#/',
    rule: `redocly/${ruleId}`,
    message: message.replaceAll(/\s+/g, ' ').trim(),
  }));
}
