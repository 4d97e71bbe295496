// pnpm bump: a provider's new spec -> facts merged, compared, generated, type-checked and explained, or nothing at all.
import { main } from './bump/cli.ts';
import { typecheckAll } from './bump/typecheck.ts';
import { providers, root } from './contract/providers.ts';

process.exitCode = await main(process.argv.slice(2), { root, providers, typecheck: typecheckAll });
