import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  entry: {
    events: 'src/events.ts',
    identity: 'src/identity.ts',
    index: 'src/index.ts',
    money: 'src/money.ts',
    otel: 'src/otel.ts',
    paths: 'src/paths.ts',
    redis: 'src/redis.ts',
    signing: 'src/signing.ts',
  },
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  minify: false,
  fixedExtension: false,
};

const config: UserConfig[] = defineConfig([
  { ...shared, format: 'esm' },
  {
    ...shared,
    format: 'cjs',
    // It comes as ESM only, which Node can require from 20.19 and 22.12 on. Its notice goes with it.
    deps: { alwaysBundle: ['oauth4webapi'], onlyBundle: ['oauth4webapi'] },
    copy: [{ from: 'node_modules/oauth4webapi/LICENSE.md', to: 'dist', rename: 'oauth4webapi.LICENSE.md' }],
  },
]);

export default config;
