// What the checks share: where the project is, and its built files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** All files below a folder of the project whose name ends so, as paths relative to it. */
export const filesBelow = (folder, ending) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort();

/** Prints what is wrong and fails, or one line that `npm test` shows beside the step. */
export function report(problems, summary) {
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem);
    process.exitCode = 1;
  } else {
    console.log(`summary: ${summary}`);
  }
}
