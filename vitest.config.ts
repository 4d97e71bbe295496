import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['scripts/**/*.test.ts'],
    // A package of its own.
    exclude: [...configDefaults.exclude, 'scripts/contract/template/**'],
    // Only against a hang: two busy cores may take long for what is short.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/scripts.json' },
  },
});

export default config;
