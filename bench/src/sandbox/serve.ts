// Serves Iron's API by the sandbox or by Prism, and prints its address.
const url =
  process.argv[2] === 'prism'
    ? (await (await import('@org/tests/harness')).startMocks()).iron.url
    : (await (await import('@org/sandbox/server')).startSandbox({ port: 0 })).env.IRON_BASE_URL;
console.log(url);

export {};
