/**
 * A row of a result: what was measured, against which budget.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {string} measured  With its unit.
 * @property {string} [budget]  With its unit; absent: reported, not judged.
 * @property {boolean | null} [met]  Null: not judged (see `note`).
 * @property {string} [note]
 */

const VERDICT = new Map([
  [true, 'met'],
  [false, 'NOT MET'],
]);

/** Prints rows of one bench as a plain table. */
export function printTable(title, rows) {
  const cells = rows.map((row) => [
    row.what,
    row.measured,
    row.budget ?? '',
    row.budget === undefined ? '' : (VERDICT.get(row.met) ?? 'not measured'),
    row.note ?? '',
  ]);
  const all = [['measurement', 'measured', 'budget', '', 'note'], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd();
  console.log(`\n${title}`);
  for (const row of all) console.log(line(row));
}

/** 1 KB is 1,000 bytes. */
export const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
export const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const times = (ratio) => `${ratio.toFixed(2)} x`;

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}
export const median = (values) => quantile(values, 0.5);
