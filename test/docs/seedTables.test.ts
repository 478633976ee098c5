import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as door from '../../src/index.js';
import { filesOf, hasTest, tablesOf, testsIn } from './tables.js';

const root = join(import.meta.dirname, '..', '..');
const pages = readdirSync(join(root, 'docs')).filter((name) => /^seed-\d+\.md$/.test(name));

/** What is wrong with a page that maps a seed document to this package. */
function problemsOf(markdown: string, exported: ReadonlySet<string>): string[] {
  const files = filesOf(markdown);
  const problems: string[] = [];
  for (const { columns, rows } of tablesOf(markdown)) {
    for (const row of rows) {
      const name = Object.values(row)[0] ?? '';
      for (const column of columns) if (!row[column]) problems.push(`${name}: '${column}' is empty`);
      if (columns.includes('test') && testsIn(row.test ?? '', files).length === 0) {
        problems.push(`${name}: no test is named`);
      }
      for (const { file, sentence } of Object.values(row).flatMap((cell) => testsIn(cell, files))) {
        const path = join(root, 'test', file);
        if (!existsSync(path)) problems.push(`${name}: there is no test/${file}`);
        else if (!hasTest(readFileSync(path, 'utf8'), sentence)) {
          problems.push(`${name}: test/${file} has no test '${sentence}'`);
        }
      }
      for (const [hook] of (row.hook ?? '').matchAll(/\buse[A-Z]\w*/g)) {
        if (!exported.has(hook)) problems.push(`${name}: there is no ${hook}`);
      }
    }
  }
  return problems;
}

describe.each(pages)('docs/%s', (page) => {
  const markdown = readFileSync(join(root, 'docs', page), 'utf8');

  it('names a test that exists and a hook that exists for every call, and leaves no cell empty', () => {
    expect(problemsOf(markdown, new Set(Object.keys(door)))).toEqual([]);
  });

  it('has a row for more than a few calls', () => {
    const rows = tablesOf(markdown).filter(({ columns }) => columns.includes('test'));
    expect(rows.flatMap((table) => table.rows).length).toBeGreaterThan(5);
  });
});

describe('what is wrong with such a page', () => {
  const page = (hook: string, test: string): string =>
    ['`room` is `core/rooms/room.test.ts`.', '', '| seed | hook | test |', '| --- | --- | --- |']
      .concat(`| \`joinRoom\` | ${hook} | ${test} |`)
      .join('\n');
  const problems = (hook: string, test: string) => problemsOf(page(hook, test), new Set(['useRoom']));

  it.each([
    ['nothing', '`useRoom`', '`room`: can leave and come back', []],
    ['a sentence that has drifted', 'by call', '`room`: can leave', [/has no test 'can leave'$/]],
    ['a file that is gone', 'by call', '`core/gone.test.ts`: joins', [/no test\/core\/gone\.test\.ts/]],
    ['a hook that is gone', '`useRooms`', '`room`: can leave and come back', [/no useRooms/]],
    ['an empty cell', '', '`room`: can leave and come back', [/'hook' is empty/]],
    ['words instead of a test', 'by call', 'see the tests', [/no test is named/]],
    ['no test', 'by call', '', [/'test' is empty/, /no test is named/]],
  ])('is found: %s', (_, hook, test, expected) => {
    expect(problems(hook, test)).toEqual(expected.map((text) => expect.stringMatching(text) as string));
  });
});
