// pnpm bump: a provider's new spec -> facts compared, generated, type-checked and reported, or nothing at all.
import { main } from './bump/cli.ts';
import { typecheckAll } from './bump/run.ts';
import { providers, root } from './contract/providers.ts';

process.exitCode = await main(process.argv.slice(2), { root, providers, typecheck: typecheckAll });
