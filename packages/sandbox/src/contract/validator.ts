// Requests and responses are held against the contract by Ajv. A schema is compiled when it is first needed.
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Contract, Node } from './contract.ts';

/** Where a value breaks the contract, and how. */
export interface Problem {
  /** `query`, `path`, `header` or `body`, followed by the field: `body.customer_type`. */
  readonly field: string;
  readonly message: string;
}

export interface Validator {
  /** What in `value` breaks `schema`; empty where nothing does. With `first` it stops at one problem. */
  problems(schema: Node, value: unknown, place: string, which?: 'all' | 'first'): readonly Problem[];
}

const decimal = /^-?\d+(\.\d+)?$/;

const validators = new WeakMap<Contract, Validator>();

/** The validator of a contract. All sandboxes of a process share it: most of a short test would be compilation otherwise. */
export function validatorOf(contract: Contract): Validator {
  let validator = validators.get(contract);
  if (!validator) {
    validator = createValidator(contract);
    validators.set(contract, validator);
  }
  return validator;
}

function createValidator(contract: Contract): Validator {
  const compilers = { all: createCompiler(contract, true), first: createCompiler(contract, false) };
  const problems: Validator['problems'] = (schema, value, place, which = 'all') => {
    const validate = compilers[which](schema);
    if (validate(value)) return [];
    const all = validate.errors ?? [];
    const { oneOf, anyOf } = contract.resolve(schema);
    const variants = ((oneOf ?? anyOf ?? []) as Node[]).filter((variant) => contract.resolve(variant).type !== 'null');
    const [nearest] = variants
      .map((variant) => problems(variant, value, place, which))
      .sort((a, b) => a.length - b.length);
    // What keeps it from being the variant that it is nearest to; what the others ask for would only distract.
    if (nearest && nearest.length > 0) return nearest;
    const telling = all.filter((error) => !isSummary(error));
    return unique((telling.length > 0 ? telling : all).map((error) => problemOf(error, place)));
  };
  return { problems };
}

function createCompiler(contract: Contract, allErrors: boolean): (schema: Node) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors, validateSchema: false });
  addFormats.default(ajv);
  ajv.addFormat('decimal', decimal);
  for (const width of ['int32', 'int64', 'uint32', 'uint64']) {
    ajv.addFormat(width, { type: 'number', validate: (value: number) => Number.isInteger(value) });
  }
  ajv.addSchema({ $id: contract.name, components: contract.document.components } as object);
  const compiled = new WeakMap<Node, ValidateFunction>();
  return (schema) => {
    let validate = compiled.get(schema);
    if (!validate) {
      validate = ajv.compile(withReferences(schema, contract.name) as object);
      compiled.set(schema, validate);
    }
    return validate;
  };
}

/** An error that says no more than that a variant, or null, does not fit. */
function isSummary({ keyword, params }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && params.type === 'null');
}

// References of a schema that is compiled alone are local to the document that carries the components.
function withReferences(schema: unknown, name: string): unknown {
  if (Array.isArray(schema)) return schema.map((entry) => withReferences(entry, name));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, `${name}${value}`]
        : [key, withReferences(value, name)],
    ),
  );
}

function problemOf(error: ErrorObject, place: string): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const missing = error.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  const field = [place, ...path, ...missing].join('.');
  const allowed = error.keyword === 'enum' ? `: ${(error.params.allowedValues as unknown[]).join(', ')}` : '';
  return { field, message: missing.length > 0 ? 'is required' : `${error.message ?? 'is not valid'}${allowed}` };
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ field, message }) => {
    const key = `${field} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
