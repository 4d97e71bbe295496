// Writes parts of a contract as the documents write them, in short strings, so that a test can compare whole tables.
import type { Contract, Operation, Schema } from './contract.ts';

/** Field -> type, and ` required` where it is: `{ id: 'string<uuid> required', url: 'string' }`. */
export type FieldTable = Readonly<Record<string, string>>;

/** A type with schemas by name, as an OpenAPI file has it: `Identification[]`, `string<uuid>`, `A | B`. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.slice('#/components/schemas/'.length);
  const variants = schema.anyOf?.filter((variant) => variant.type !== 'null');
  if (variants) return variants.map(typeOf).join(' | ');
  if (schema.items) return `${typeOf(schema.items)}[]`;
  return plain(schema);
}

/** A type with references followed, as a reference page shows it: `enum<string>`, `object`, `object[]`. */
export function shapeOf(contract: Contract, schema: Schema): string {
  const { anyOf, items, ...own } = contract.resolve(schema);
  const variants = anyOf?.filter((variant) => variant.type !== 'null');
  if (variants) return [...new Set(variants.map((variant) => shapeOf(contract, variant)))].join(' | ');
  if (items) return `${shapeOf(contract, items)}[]`;
  return own.enum ? `enum<${plain(own)}>` : plain(own);
}

function plain({ type, format }: Schema): string {
  const names = typeof type === 'string' ? [type] : (type ?? ['unknown']);
  const name = names.filter((one) => one !== 'null').join(' | ');
  return format ? `${name}<${format}>` : name;
}

/** Whether an answer may hold `null` here. */
export function takesNull(schema: Schema): boolean {
  return schema.anyOf?.some((variant) => variant.type === 'null') ?? schema.type?.includes('null') ?? false;
}

export function fieldsOf(contract: Contract, name: string, write: (schema: Schema) => string = typeOf): FieldTable {
  const { properties = {}, required = [] } = contract.schema(name);
  return Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [
      field,
      required.includes(field) ? `${write(schema)} required` : write(schema),
    ]),
  );
}

/** `in name` -> type, ` required` and the default where there is one. */
export function parametersOf(operation: Operation): FieldTable {
  return Object.fromEntries(
    operation.parameters.map((parameter) => [
      `${parameter.in} ${parameter.name}`,
      [
        typeOf(parameter.schema),
        ...(parameter.required ? ['required'] : []),
        ...(parameter.deprecated ? ['deprecated'] : []),
        ...(parameter.schema.default === undefined ? [] : [`default ${parameter.schema.default}`]),
      ].join(' '),
    ]),
  );
}

/** What an operation answers with a status, as its one JSON schema. */
export function answerOf(operation: Operation, status: number): Schema {
  const media = operation.responses[status]?.content?.['application/json'];
  if (!media) throw new Error(`${operation.operationId} declares no JSON for ${status}`);
  return media.schema;
}

/** The named answers that an operation declares for a status. */
export function examplesOf(operation: Operation, status: number): readonly string[] {
  return Object.keys(operation.responses[status]?.content?.['application/json']?.examples ?? {});
}
