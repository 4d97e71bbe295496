// Reads a customer's onboarding from the mock, by the name of the example, and checks it against the contract.
import type { Customer, CustomerAbilities, Identification, IdentificationPage } from '@org/iron-types';
import type { Mocked } from './mocked.ts';
import type { Checker } from './valid.ts';

export const CUSTOMER_PATH = '/customers/0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';

export interface OnboardingReader {
  customer(example: string): Promise<Customer>;
  /** The identification that decides, which is the newest; none when the customer has not started. */
  newest(example: string): Promise<Identification | undefined>;
  abilities(example: string): Promise<CustomerAbilities>;
}

export function onboardingReader(iron: Mocked['iron'], checker: Checker): OnboardingReader {
  async function read<Value>(path: string, schema: string, example: string): Promise<Value> {
    const { status, body } = await iron({ path, example });
    if (status !== 200) throw new Error(`${path} ${example} is answered with ${status}: ${JSON.stringify(body)}`);
    return checker.valid(schema, body);
  }
  return {
    customer: (example) => read(CUSTOMER_PATH, 'Customer', example),
    async newest(example) {
      const page = await read<IdentificationPage>(`${CUSTOMER_PATH}/identifications`, 'IdentificationPage', example);
      return [...page.items].sort((one, other) => other.created_at.localeCompare(one.created_at))[0];
    },
    abilities: (example) => read(`${CUSTOMER_PATH}/abilities`, 'CustomerAbilities', example),
  };
}
