import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: {
    events: 'src/events.ts',
    identity: 'src/identity.ts',
    index: 'src/index.ts',
    money: 'src/money.ts',
    otel: 'src/otel.ts',
    paths: 'src/paths.ts',
    problems: 'src/problems.ts',
    redis: 'src/redis.ts',
    signing: 'src/signing.ts',
    types: 'src/types.ts',
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
