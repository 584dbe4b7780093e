/** Tries on this Mac what the product believes (docs/conformance.md). */
import { main } from './command.ts';

process.exitCode = await main(process.argv.slice(2), process.env);
