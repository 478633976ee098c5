/**
 * `npm run bench`: measures everything DESIGN.md sets a budget for and prints what is met and what is not. Nothing here
 * asserts: a slow machine gets a slow table. `node bench/run.mjs bytes fanout` runs only those.
 */
import { printTable } from './lib/table.mjs';

const NAMES = ['bytes', 'renders', 'join', 'fanout', 'rooms'];
const chosen = process.argv.slice(2).filter((name) => NAMES.includes(name));
const started = Date.now();
let met = 0;
let missed = 0;
let failed = 0;

for (const name of chosen.length > 0 ? chosen : NAMES) {
  process.stderr.write(`measuring ${name} …\n`);
  try {
    const bench = await import(`./${name}.mjs`);
    const rows = await bench.run();
    printTable(bench.title, rows);
    met += rows.filter((row) => row.met === true).length;
    missed += rows.filter((row) => row.met === false).length;
  } catch (error) {
    failed++;
    console.log(`\n${name}: could not be measured: ${error.stack ?? error}`);
  }
}

console.log(
  `\n${met} budgets met, ${missed} not met${failed > 0 ? `, ${failed} benches failed` : ''} (${Math.round((Date.now() - started) / 1000)} s)`,
);
process.exit(failed > 0 ? 1 : 0);
