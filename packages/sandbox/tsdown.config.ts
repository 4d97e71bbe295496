import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: { cli: 'src/cli.ts', index: 'src/index.ts', server: 'src/server/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  minify: false,
  fixedExtension: false,
});

export default config;
