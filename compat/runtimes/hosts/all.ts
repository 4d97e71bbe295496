import { browsers } from './browser.ts';
import type { Runtime } from './host.ts';
import { processes } from './processes.ts';
import { workerd } from './workerd.ts';

/** Every runtime, the one that the others are compared with first. */
export const runtimes: readonly Runtime[] = [...processes, workerd, ...browsers];
