// pnpm release:pack: the packages as they would be published, in one folder, with their digests and a bill of materials.
// It publishes nothing: the release workflow hands the folder to a job that stages it (docs/releasing.md).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './contract/providers.ts';

const HELP = `pnpm release:pack [--out FOLDER] [--dry-run] [--registry URL]

Packs every public package, and writes beside the tarballs:
  SHA256SUMS      a line per tarball, in the order in which they have to be published
  sbom.cdx.json   what an installation of all of them brings (CycloneDX)

  --out FOLDER    where to; default: release, emptied first
  --dry-run       writes nothing: lists what would be published, file by file
  --registry URL  where it is going to; the placeholder scope @org is refused except on a registry of this machine
`;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly repository?: { readonly url?: string };
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
}

/** npm runs these on a user's machine; none of our packages may have one. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];
const PLACEHOLDER = '@org/';

export function releasePack(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string', default: 'release' },
      'dry-run': { type: 'boolean', default: false },
      registry: { type: 'string', default: 'https://registry.npmjs.org' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const packages = publicPackages();
  const problems = packages.flatMap(({ manifest }) => problemsOf(manifest, values.registry, values['dry-run']));
  if (problems.length > 0) {
    for (const problem of problems) console.error(`release:pack: ${problem}`);
    return 1;
  }
  if (values['dry-run']) {
    const folder = mkdtempSync(join(tmpdir(), 'release-'));
    try {
      for (const one of packages) console.log(describe(pack(one.folder, folder)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return 0;
  }
  const out = resolve(values.out);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const packed = packages.map((one) => pack(one.folder, out));
  writeFileSync(join(out, 'SHA256SUMS'), packed.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(''));
  writeFileSync(join(out, 'sbom.cdx.json'), billOfMaterials(out, packed));
  for (const one of packed) console.log(`${one.name}@${one.version} ${one.file} ${one.sha256}`);
  return 0;
}

interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Those that are published, each after what it depends on. */
function publicPackages(): Package[] {
  const open = globSync(`${root}packages/*/package.json`)
    .sort()
    .map((file) => ({
      folder: file.slice(0, -'/package.json'.length),
      manifest: JSON.parse(readFileSync(file, 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true);
  const names = new Set(open.map(({ manifest }) => manifest.name));
  const ordered: Package[] = [];
  while (open.length > 0) {
    const done = new Set(ordered.map(({ manifest }) => manifest.name));
    const next = open.findIndex(({ manifest }) =>
      Object.keys(manifest.dependencies ?? {}).every((name) => !names.has(name) || done.has(name)),
    );
    if (next === -1) throw new Error(`these packages depend on each other: ${open.map((one) => one.manifest.name)}`);
    ordered.push(...open.splice(next, 1));
  }
  return ordered;
}

function problemsOf(manifest: Manifest, registry: string, dryRun: boolean): string[] {
  const { name, repository, scripts = {} } = manifest;
  const problems: string[] = [];
  if (!repository?.url) problems.push(`${name} has no repository, without which npm refuses provenance (E422).`);
  for (const script of INSTALL_SCRIPTS)
    if (scripts[script]) problems.push(`${name} has the install script '${script}'.`);
  if (!dryRun && name.startsWith(PLACEHOLDER) && !isLoopback(registry)) {
    problems.push(`${name} bears the placeholder scope. Run pnpm rename-scope @yours --repository URL first.`);
  }
  return problems;
}

function isLoopback(registry: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(registry).hostname);
}

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

function pack(folder: string, out: string): Packed {
  const { stdout } = run('pnpm', ['pack', '--json', '--pack-destination', out], folder);
  const packed = JSON.parse(stdout) as { name: string; version: string; filename: string; files: { path: string }[] };
  const path = resolve(folder, packed.filename);
  const content = readFileSync(path);
  return {
    name: packed.name,
    version: packed.version,
    file: path.slice(path.lastIndexOf('/') + 1),
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    files: packed.files.map((file) => file.path).sort(),
  };
}

function describe({ name, version, bytes, files }: Packed): string {
  return [`${name}@${version}, ${(bytes / 1024).toFixed(0)} kB packed`, ...files.map((file) => `  ${file}`)].join('\n');
}

/** npm's own, of an installation of the tarballs. */
function billOfMaterials(out: string, packed: readonly Packed[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
  try {
    const dependencies = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${join(out, file)}`]));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'release', version: '0.0.0', dependencies }));
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=peer'], folder);
    return run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'peer'], folder).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): { stdout: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? ''}${stderr}${stdout}`);
  return { stdout };
}

if (import.meta.filename === process.argv[1]) {
  try {
    process.exitCode = releasePack(process.argv.slice(2));
  } catch (error) {
    console.error(`release:pack: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
