import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Need a browser: `test:system`.
    exclude: [...configDefaults.exclude, 'test/**/*.system.test.ts'],
    // Only against a hang: two busy cores may take long for what is short.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
  },
});

export default config;
