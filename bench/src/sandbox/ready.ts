// Milliseconds from the import of the sandbox to its first response, in a process that has done nothing else.
const started = performance.now();
const { createSandbox } = await import('@org/sandbox');
const sandbox = createSandbox();
const response = await sandbox.iron.fetch('https://api.sandbox.iron.xyz/api/customers', {
  headers: { 'x-api-key': 'bench' },
});
const ms = performance.now() - started;
if (response.status !== 200) throw new Error(`answered with ${response.status}: ${await response.text()}`);
console.log(ms);

export {};
