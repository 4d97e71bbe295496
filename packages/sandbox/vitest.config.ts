import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
    // Each file boots its own mocks; two cores that are busy take a while to load Prism.
    hookTimeout: 60_000,
  },
});

export default config;
