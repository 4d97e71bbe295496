// The matrix of the bump workflow, from providers.ts, so that a new provider needs no edit there. Needs no install.
import { providers } from '../../scripts/contract/providers.ts';

const { ONLY = '', FROM = '' } = process.env;
const names = providers.map(({ name }) => name);

/** As the runner reads it from standard output or standard error. */
const stop = (message: string): void => {
  console.error(`::error::${message}`);
  process.exitCode = 1;
};

if (FROM !== '' && ONLY === '') stop('An address is of one provider: name it, too.');
else if (ONLY !== '' && !names.includes(ONLY)) stop(`There is no such provider. There are ${names.join(', ')}.`);
else console.log(`providers=${JSON.stringify(ONLY === '' ? names : [ONLY])}`);
