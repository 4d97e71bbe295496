// Starts the program in a runtime that is a process: addresses in the last argument, the record in the last line.
import { program } from './program.ts';

declare const process: { readonly argv: readonly string[] };

program(JSON.parse(`${process.argv.at(-1)}`)).then((record) => console.log(JSON.stringify(record)));
