import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: {
    index: 'src/index.ts',
    otel: 'src/otel.ts',
    paths: 'src/paths.ts',
    types: 'src/types.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  minify: false,
  fixedExtension: false,
});

export default config;
