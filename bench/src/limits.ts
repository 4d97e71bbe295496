// What each figure may be at most. Those of bundles are budgets: test/budget.test.ts fails beyond them.

/**
 * Gzipped bytes of a minified program with two calls, dependencies included. The aim is 12 kB, 10 kB and 20 kB; what is
 * above it are the checks and messages of the engine, which one runtime carries for both kinds of methods, and hooks
 * that run a call within a context (160 to 210 bytes), without which no span could be active during it. Taking what was
 * sent out of messages is 1.2 kB.
 */
export const budgets = {
  'bundle.iron.named': 19_456,
  'bundle.iron.paths': 18_432,
  'bundle.paxos.named': 25_088,
} as const;

/** The most that a figure may be. */
export const limits: Readonly<Record<string, number>> = {
  'overhead.get': 1.2,
  'overhead.post': 1,
  'overhead.get.heyapi': 1,
  'overhead.get.stripe': 1,
  'overhead.get.openai': 1,
  ...budgets,
  'types.instantiations': 1300,
  'types.check': 0.3,
  'generate.cold': 4,
  'generate.unchanged': 1,
  'sandbox.ready': 300,
  'sandbox.heap': 1.2,
};

/** The least that a figure must be. */
export const least: Readonly<Record<string, number>> = {
  'sandbox.get.prism': 5,
  'sandbox.post.prism': 5,
};
