// An unhandled rejection ends a Node process, so no call may leave one.

/** What was rejected without a handler while `work` ran, and in the turn of the event loop after it. */
export async function unhandledDuring(work: () => Promise<void>): Promise<unknown[]> {
  const found: unknown[] = [];
  const note = (reason: unknown): void => {
    found.push(reason);
  };
  // The test runner listens too, and would fail the file rather than the test.
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', note);
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', note);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return found;
}
