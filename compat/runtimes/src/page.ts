// Starts the program in a browser, in a page or a web worker.
import { program } from './program.ts';

Object.assign(globalThis, { program });
