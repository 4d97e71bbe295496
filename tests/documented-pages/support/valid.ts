// Checks values against the schemas of a contract, formats included.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Contract, Schema } from './contract.ts';

export interface Checker {
  /** Gives the value back as what the schema describes; throws with every reason why it is not. */
  valid<Value>(schema: string | Schema, value: unknown): Value;
  /** The reasons why the value breaks the schema, none when it is valid. */
  problems(schema: string | Schema, value: unknown): readonly string[];
}

export function createChecker(contract: Contract): Checker {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // The providers' own format for money and rates, which ajv does not know.
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
  ajv.addFormat('uint32', {
    type: 'number',
    validate: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  });
  ajv.addSchema({ $id: 'contract', components: { schemas: contract.document.components.schemas } });

  function problems(schema: string | Schema, value: unknown): readonly string[] {
    const check = ajv.compile(
      typeof schema === 'string' ? { $ref: `contract#/components/schemas/${schema}` } : absolute(schema),
    );
    if (check(value)) return [];
    return (check.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
  }

  return {
    problems,
    valid<Value>(schema: string | Schema, value: unknown): Value {
      const reasons = problems(schema, value);
      if (reasons.length > 0) throw new Error(`${JSON.stringify(value)} is not valid: ${reasons.join('; ')}`);
      return value as Value;
    },
  };
}

/** A reference inside a schema that is compiled alone would point into itself. */
function absolute(schema: Schema): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')) as object;
}
