// pnpm bump: a provider's new spec -> facts merged, compared, generated, type-checked and explained, or nothing at all.
import { main } from './lib/bump/cli.ts';
import { typecheckAll } from './lib/bump/typecheck.ts';
import { providers, root } from './lib/providers.ts';

process.exitCode = await main(process.argv.slice(2), { root, providers, typecheck: typecheckAll });
