// Which keys of a document map names to nodes.
/** Maps whose keys are names a provider chose, so a field called `description` in them is no prose. */
const NAME_MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'paths',
  'webhooks',
  'headers',
  'schemas',
  'parameters',
  'responses',
  'requestBodies',
  'securitySchemes',
  'callbacks',
  'content',
  'mapping',
  'scopes',
  'encoding',
  'dependentRequired',
  'dependentSchemas',
  'variables',
]);

export const isNameMap = (key: string, parentIsNameMap: boolean): boolean => !parentIsNameMap && NAME_MAPS.has(key);
