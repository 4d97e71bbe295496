// One TypeScript compiler in the project, with the options of a configuration.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.ts';

const modules = join(import.meta.dirname, '../node_modules');

export interface Configuration {
  readonly resolution: 'node16' | 'nodenext' | 'bundler';
  readonly dom: boolean;
}

/**
 * Compiles files strictly, dependencies' declarations included, and writes their declarations.
 *
 * @param compiler the name under which a TypeScript is installed
 * @returns what the compiler printed: nothing, if all is well
 */
export async function compile(
  project: string,
  compiler: string,
  { resolution, dom }: Configuration,
  files: readonly string[],
): Promise<string> {
  const name = `${compiler}-${resolution}-${dom ? 'dom' : 'no-dom'}-${files.length}-${files[0]}`;
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: `out/${name}`,
    target: 'es2022',
    lib: dom ? ['es2022', 'dom', 'dom.iterable'] : ['es2022'],
    // As a bundler sees it, each import is what its file says: ECMAScript modules and CommonJS side by side.
    module: resolution === 'bundler' ? 'preserve' : resolution,
    moduleResolution: resolution,
    rootDir: '.',
    types: ['node'],
  };
  const config = `tsconfig.${name}.json`;
  writeFileSync(join(project, config), JSON.stringify({ compilerOptions, files }));
  const [, output] = await execute([join(modules, compiler, 'bin/tsc'), '-p', config], project);
  return output;
}

/** The version that a TypeScript reports of itself. */
export async function versionOf(compiler: string): Promise<string> {
  const [, output] = await execute([join(modules, compiler, 'bin/tsc'), '--version'], modules);
  return output.replace('Version ', '');
}
