// What each figure may be at most. Those of bundles are budgets: test/budget.test.ts fails beyond them.

/** Gzipped bytes of a minified program with two calls, dependencies included. */
export const budgets = {
  'bundle.iron.named': 10_240,
  'bundle.iron.paths': 6_656,
  'bundle.paxos.named': 16_384,
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
};
