/**
 * `npm run bench`: measures everything DESIGN.md sets a budget for and prints what is met and what is not. Nothing here
 * asserts: a slow machine gets a slow table. `node bench/run.mjs bytes fanout` runs only those.
 *
 * Each bench runs in a process of its own, so that none finds what another left behind.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { printTable } from './lib/table.mjs';

const NAMES = ['bytes', 'renders', 'join', 'adaptive', 'fanout', 'rooms', 'consumers', 'signaling'];
/** A bench that takes longer hangs. */
const LIMIT = 5 * 60_000;

const [, , ...args] = process.argv;
if (args[0] === '--one') {
  const bench = await import(`./${args[1]}.mjs`);
  process.send({ title: bench.title, rows: await bench.run() });
  process.exit();
}

const chosen = args.filter((name) => NAMES.includes(name));
const started = Date.now();
let met = 0;
let missed = 0;
let failed = 0;
for (const name of chosen.length > 0 ? chosen : NAMES) {
  process.stderr.write(`measuring ${name} …\n`);
  try {
    const { title, rows } = await measure(name);
    printTable(title, rows);
    met += rows.filter((row) => row.met === true).length;
    missed += rows.filter((row) => row.met === false).length;
  } catch (error) {
    failed++;
    console.log(`\n${name}: could not be measured: ${error.message}`);
  }
}
const seconds = Math.round((Date.now() - started) / 1000);
const broken = failed > 0 ? `, ${failed} benches failed` : '';
console.log(`\n${met} budgets met, ${missed} not met${broken} (${seconds} s)`);
process.exit(failed > 0 ? 1 : 0);

function measure(name) {
  const flags = args.filter((flag) => flag.startsWith('--'));
  const child = fork(join(import.meta.dirname, 'run.mjs'), ['--one', name, ...flags]);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill();
      reject(new Error(`it took more than ${LIMIT / 60_000} minutes`));
    }, LIMIT);
    child.once('message', resolve);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}; what it said is above`));
    });
  });
}
