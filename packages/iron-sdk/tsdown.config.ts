import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: {
    index: 'src/index.ts',
    onboarding: 'src/onboarding/index.ts',
    otel: 'src/otel.ts',
    paths: 'src/paths.ts',
    ramps: 'src/ramps.ts',
    redis: 'src/redis.ts',
    types: 'src/types.ts',
    webhooks: 'src/webhooks/index.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  minify: false,
  fixedExtension: false,
});

export default config;
