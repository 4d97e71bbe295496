// Starts the program in a browser, for whoever calls it there: a page, or a web worker.
import { program } from './program.ts';

Object.assign(globalThis, { program });
