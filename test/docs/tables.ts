/** A table of a Markdown page: rows as cells by column name. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A test that a page names: the file and its sentence. */
export interface NamedTest {
  readonly file: string;
  readonly sentence: string;
}

/** The tables of a page. A `|` inside a code span would have to be written `\|`, as GitHub wants it too. */
export function tablesOf(markdown: string): Table[] {
  const tables: Table[] = [];
  let columns: string[] | null = null;
  let rows: Record<string, string>[] = [];
  for (const line of [...markdown.split('\n'), '']) {
    if (!line.startsWith('|')) {
      if (columns) tables.push({ columns, rows });
      columns = null;
      rows = [];
      continue;
    }
    const cells = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    if (!columns) columns = cells;
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])));
    }
  }
  return tables;
}

/** The short names that a page gives to test files: "`room` is `core/rooms/room.test.ts`". */
export function filesOf(markdown: string): Map<string, string> {
  return new Map(
    [...markdown.matchAll(/`([\w-]+)`\s+is\s+`([\w/.-]+\.test\.tsx?)`/g)].map(([, name = '', file = '']) => [
      name,
      file,
    ]),
  );
}

/** The tests that a cell names: "`room`: sentence", alone, or in brackets after other words. */
export function testsIn(cell: string, files: ReadonlyMap<string, string>): NamedTest[] {
  const whole = /^`([\w/.-]+)`: (.+)$/.exec(cell);
  const found = whole ? [whole] : [...cell.matchAll(/\(`([\w/.-]+)`: ([^()]+)\)/g)];
  return found.map(([, name = '', sentence = '']) => ({ file: files.get(name) ?? name, sentence }));
}

/** Whether the source of a test file has a test with this sentence. */
export function hasTest(source: string, sentence: string): boolean {
  const literals = [`'${sentence}'`, `"${sentence}"`, `\`${sentence}\``];
  return literals.some((literal) => source.includes(`(${literal},`) || source.includes(`(\n    ${literal},`));
}
