import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['scripts/test/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/scripts.json' },
    typecheck: {
      enabled: true,
      include: ['scripts/test/**/*.test-d.ts'],
      tsconfig: './scripts/test/types/tsconfig.json',
    },
  },
});

export default config;
