// Manifests, configuration and front pages of the two new packages, like those of the packages that are there.
import { readIfThere } from '../../contract/files.ts';

export interface PackageFacts {
  readonly root: string;
  readonly name: string;
  readonly pascal: string;
}

export function* packageFiles({ root, name, pascal }: PackageFacts): Generator<[string, string]> {
  const [types, sdk] = [`${root}packages/${name}-types/`, `${root}packages/${name}-sdk/`];
  const license = readIfThere(`${root}packages/iron-types/LICENSE`) ?? '';
  const unofficial = `Unofficial: not affiliated with, endorsed by or supported by ${pascal}. MIT license.`;
  yield [`${types}package.json`, json(typesManifest(name, pascal))];
  yield [
    `${types}README.md`,
    `# @org/${name}-types\n\nTypes of the ${pascal} API, generated from its OpenAPI contract. Types only: there is no JavaScript in this package.\n\n${unofficial}\n`,
  ];
  yield [`${sdk}package.json`, json(sdkManifest(name, pascal))];
  yield [
    `${sdk}README.md`,
    `# @org/${name}-sdk\n\nTypeScript SDK for the ${pascal} API.\n\n\`\`\`sh\nnpm install @org/${name}-sdk\n\`\`\`\n\n${unofficial}\n`,
  ];
  if (license) for (const folder of [types, sdk]) yield [`${folder}LICENSE`, license];
  yield [
    `${sdk}tsconfig.json`,
    '{\n  "extends": "../../tsconfig.base.json",\n  "compilerOptions": { "lib": ["ES2022", "ESNext.Disposable", "DOM", "DOM.Iterable"], "types": ["node"] },\n  "include": ["src", "test", "*.config.ts"]\n}\n',
  ];
  yield [
    `${sdk}tsdown.config.ts`,
    "import { defineConfig, type UserConfig } from 'tsdown';\n\nconst config: UserConfig = defineConfig({\n  entry: { index: 'src/index.ts', paths: 'src/paths.ts', types: 'src/types.ts' },\n  format: ['esm', 'cjs'],\n  platform: 'neutral',\n  target: 'es2022',\n  dts: true,\n  minify: false,\n  fixedExtension: false,\n});\n\nexport default config;\n",
  ];
  yield [
    `${sdk}vitest.config.ts`,
    "import { defineConfig, type ViteUserConfig } from 'vitest/config';\n\nconst config: ViteUserConfig = defineConfig({\n  test: {\n    include: ['test/**/*.test.ts'],\n    testTimeout: 20_000,\n    reporters: ['default', 'json'],\n    outputFile: { json: '.results/vitest.json' },\n  },\n});\n\nexport default config;\n",
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const typesManifest = (name: string, pascal: string): unknown => ({
  name: `@org/${name}-types`,
  version: '0.0.0',
  description: `Types of the ${pascal} API, generated from its OpenAPI contract. Types only: no JavaScript. Unofficial.`,
  license: 'MIT',
  sideEffects: false,
  types: './index.d.ts',
  exports: {
    '.': { types: './index.d.ts' },
    './openapi': { types: './openapi.d.ts' },
    './openapi.json': './openapi.json',
    './package.json': './package.json',
  },
  files: ['*.d.ts', 'openapi.json', 'README.md', 'LICENSE'],
});

function sdkManifest(name: string, pascal: string): unknown {
  const entry = (file: string): unknown => ({
    import: { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
    require: { types: `./dist/${file}.d.cts`, default: `./dist/${file}.cjs` },
  });
  return {
    name: `@org/${name}-sdk`,
    version: '0.0.0',
    description: `SDK for the ${pascal} API. Unofficial.`,
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20' },
    exports: {
      '.': entry('index'),
      './paths': entry('paths'),
      './types': entry('types'),
      './package.json': './package.json',
    },
    files: ['dist', 'README.md', 'LICENSE'],
    scripts: { build: 'tsdown', typecheck: 'tsc -p tsconfig.json', test: 'vitest run' },
    dependencies: {
      [`@org/${name}-types`]: 'workspace:*',
      '@org/sdk-core': 'workspace:*',
      'openapi-fetch': 'catalog:',
    },
    devDependencies: { tsdown: 'catalog:', typescript: 'catalog:', vitest: 'catalog:' },
  };
}
