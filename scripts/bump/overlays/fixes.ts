// The overlay action that would fix a fault which the rules of generation found, for the kinds that have one answer.
import { stringify } from 'yaml';
import { type Json, type JsonObject, own } from '../../contract/json.ts';

interface Action {
  readonly target: string;
  readonly description: string;
  readonly update?: Json;
  readonly remove?: true;
}

/** YAML to paste under `actions:`, or undefined where a person has to decide. */
export function fixAction(place: string, message: string, document: JsonObject): string | undefined {
  const action = actionFor(place, message, document);
  return action && stringify([action], { lineWidth: 110 }).trimEnd();
}

function actionFor(place: string, message: string, document: JsonObject): Action | undefined {
  const operation = operationPath(place);
  const schema = schemaPath(place);
  if (schema && message.startsWith('has `default: null`'))
    return { target: `${schema}.default`, description: '`default: null` on a type that is never null.', remove: true };
  if (schema && message.includes('mapping leaves out')) {
    const ref = /leaves out (#\S+):/.exec(message)?.[1];
    return ref === undefined
      ? undefined
      : {
          target: `${schema}.discriminator`,
          description: 'The mapping left out a variant.',
          update: { mapping: { [ref.split('/').at(-1) ?? '']: ref } },
        };
  }
  if (!operation) return undefined;
  if (message.startsWith('declares no success'))
    return {
      target: `${operation}.responses`,
      description: 'The operation declares no success.',
      update: { '200': { description: 'The request succeeded.' } },
    };
  if (message.startsWith('declares no error'))
    return {
      target: `${operation}.responses`,
      description: 'The operation declares no error.',
      update: { default: anyError(document) },
    };
  const empty = /^returns (20[45]) with a body/.exec(message)?.[1];
  if (empty)
    return {
      target: `${operation}.responses['${empty}'].content`,
      description: `A ${empty} has no body; HTTP forbids one.`,
      remove: true,
    };
  if (message.startsWith('has neither security'))
    return {
      target: operation,
      description: 'The operation says nothing of security, though the others need it.',
      update: { security: usualSecurity(document) },
    };
  const [, scope, scheme] = /^asks for the scope (\S+), which (\S+) does not list/.exec(message) ?? [];
  if (scope !== undefined && scheme !== undefined) {
    return {
      target: `$.components.securitySchemes.${scheme}.flows.*.scopes`,
      description: `A scope that operations ask for and ${scheme} does not declare.`,
      update: { [scope]: `Allows ${scope.replace(/[:_]/g, ' ')}.` },
    };
  }
  const parameter = /^does not declare its path parameter (\S+):/.exec(message)?.[1];
  if (parameter)
    return {
      target: operation,
      description: 'A parameter that stands in the path and is not declared.',
      update: { parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string' } }] },
    };
  return undefined;
}

function operationPath(place: string): string | undefined {
  const [, method, path] = /^([A-Z]+) (\/\S*)/.exec(place) ?? [];
  return method === undefined || path === undefined
    ? undefined
    : `$.paths['${path.replaceAll("'", "\\'")}'].${method.toLowerCase()}`;
}

function schemaPath(place: string): string | undefined {
  if (!place.startsWith('#/components/schemas/')) return undefined;
  return `$${place
    .slice(1)
    .split('/')
    .filter(Boolean)
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `['${key.replaceAll("'", "\\'")}']`))
    .join('')}`;
}

/** As the operations that do say it say it most often. */
function usualSecurity(document: JsonObject): Json {
  const counts = new Map<string, number>();
  for (const item of Object.values((document.paths ?? {}) as JsonObject)) {
    for (const operation of Object.values(item as JsonObject)) {
      const security = own(operation, 'security');
      if (Array.isArray(security) && security.length > 0)
        counts.set(JSON.stringify(security), (counts.get(JSON.stringify(security)) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most ? (JSON.parse(most[0]) as Json) : [];
}

function anyError(document: JsonObject): Json {
  const shared = Object.keys((own(document.components, 'responses') ?? {}) as JsonObject).find((name) =>
    /^any|problem|default/i.test(name),
  );
  return shared ? { $ref: `#/components/responses/${shared}` } : { description: 'The request failed.' };
}
