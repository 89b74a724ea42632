// Starts main.ts under any supported Node.js: the older ones do not read TypeScript by themselves.
import { register } from 'node:module';

register('../crash/typescript-hook.mjs', import.meta.url);
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
