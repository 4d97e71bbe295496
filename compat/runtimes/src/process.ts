// Starts the program in a runtime that is a process: addresses in the last argument, the record in the last line.
import { createIronClient } from '@org/iron-sdk';
import { credentials } from './credentials.ts';
import { planted } from './planted.ts';
import { program } from './program.ts';

declare const process: { readonly argv: readonly string[] };

const last = `${process.argv.at(-1)}`;
if (last === 'uncaught') {
  // Nobody handles the rejection, so the runtime prints it and ends the process.
  const options = planted({ baseUrl: 'http://127.0.0.1:1', apiKey: credentials.apiKey });
  const body = { customer_type: 'Person', name: 'Ada Lovelace', email: credentials.email } as const;
  void createIronClient(options).customer.createCustomer({ body }).withResponse();
} else {
  program(JSON.parse(last)).then((record) => console.log(JSON.stringify(record)));
}
