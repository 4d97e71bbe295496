import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need a program of the system, and run as the task test:system.
    exclude: [...configDefaults.exclude, '**/*.system.test.ts'],
    testTimeout: 20_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
  },
});

export default config;
