// How a contract's names become the names of operation methods: group = tag in camelCase, method = operationId with a lower first letter.

/** `API Credentials` -> `apiCredentials`, `TravelRulePublic` -> `travelRulePublic`. */
export function groupName(tag: string): string {
  const words = tag
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalise(word.toLowerCase()))).join('');
}

export const methodName = (operationId: string): string => operationId.charAt(0).toLowerCase() + operationId.slice(1);
export const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
