import { pathToFileURL } from 'node:url';
import { printTable } from './table.mjs';

/** Lets a bench run alone: `node bench/<name>.mjs`. */
export async function runAlone(moduleUrl, title, run) {
  if (process.argv[1] === undefined || pathToFileURL(process.argv[1]).href !== moduleUrl) return;
  printTable(title, await run());
}
