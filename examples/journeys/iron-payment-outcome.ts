// Journey 10: what became of a payment, good or bad, and where the money is.
import { type IronClient, isTerminalStateError } from '@org/iron-sdk';
import { explainTransaction, type IronWaitOptions, type MoneyIs, waitForTransaction } from '@org/iron-sdk/ramps';

/** A line of a customer's statement. */
export interface Line {
  readonly transaction: string;
  readonly status: string;
  readonly money: MoneyIs;
  readonly text: string;
}

export async function outcomeOf(iron: IronClient, id: string, options: IronWaitOptions = {}): Promise<Line> {
  try {
    await waitForTransaction(iron, id, options);
  } catch (error) {
    if (!isTerminalStateError(error)) throw error;
  }
  return lineOf(iron, id);
}

export async function lineOf(iron: IronClient, id: string): Promise<Line> {
  const { items } = await iron.autoramp.getAutorampTransactionsByIds({ query: { ids: [id] } });
  const transaction = items.find((one) => one.id === id);
  if (!transaction) throw new Error(`Iron does not have transaction ${id} yet.`);
  const customer = await iron.customer.getCustomerById({ path: { id: transaction.customer_id } });
  const { status, money, where, next } = explainTransaction(transaction, { customer });
  return { transaction: id, status, money, text: `${where} ${next}` };
}
