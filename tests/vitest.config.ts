import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // A package of its own.
    exclude: [...configDefaults.exclude, 'kit/**'],
    // Only against a hang: two busy cores may take long for what is short.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
  },
});

export default config;
