import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, type Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import {
  createPrinter,
  createSourceFile,
  JsxEmit,
  ModuleKind,
  ScriptTarget,
  transpileModule,
} from 'typescript';

/**
 * CommonJS as TypeScript writes it: its preamble is a line, where esbuild's is half of each small file and a quarter of a megabyte
 * of all. `import()` stays one.
 */
const commonJs: Plugin = {
  name: 'commonjs',
  setup(build) {
    // package.json says that sources are modules, and these are until here.
    build.initialOptions.logOverride = { 'commonjs-variable-in-esm': 'silent' };
    build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      contents: transpileModule(readFileSync(path, 'utf8'), {
        fileName: path,
        compilerOptions: {
          module: ModuleKind.Node16,
          target: ScriptTarget.ES2022,
          jsx: JsxEmit.ReactJSX,
          isolatedModules: true,
          removeComments: true,
        },
      }).outputText,
      loader: 'js',
    }));
  },
};

/**
 * Every source file becomes one file per format, so that `'use client'` stays on the files that carry it and
 * a context or an error class is one object through all doors. Each format's folder says its own `type`.
 */
const perFile = (format: 'esm' | 'cjs'): Options => ({
  name: format,
  entry: ['src/**/*.{ts,tsx}', '!src/**/*.d.ts'],
  format,
  outDir: `dist/${format}`,
  outExtension: () => ({ js: '.js' }),
  bundle: false,
  splitting: false,
  sourcemap: false, // the output is one readable file per source file, and maps would double what users install
  // Whoever reads, reads the other format.
  minify: format === 'cjs',
  esbuildPlugins: format === 'cjs' ? [commonJs] : [],
  clean: true,
  target: 'es2022',
  onSuccess: () => {
    finish(format);
    return Promise.resolve();
  },
});

function finish(format: 'esm' | 'cjs'): void {
  const out = `dist/${format}`;
  // Bundlers read `sideEffects` from the nearest package.json, which is this one; the style sheets are not below it.
  const nearest = { type: format === 'esm' ? 'module' : 'commonjs', sideEffects: false };
  writeFileSync(`${out}/package.json`, `${JSON.stringify(nearest)}\n`);
  if (existsSync(`${out}/server/cli.js`)) chmodSync(`${out}/server/cli.js`, 0o755);
  if (format === 'cjs') directivesFirst(out);
  declarations(out, format === 'esm');
  if (format === 'esm') styles();
}

/** esbuild writes `"use strict"` above `"use client"`; readers of the first line want it the other way round. */
function directivesFirst(out: string): void {
  const strictFirst = /^"use strict";\s*"use client";/;
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(`${out}/${name}`, 'utf8');
    if (strictFirst.test(text)) {
      writeFileSync(`${out}/${name}`, text.replace(strictFirst, '"use client";\n"use strict";'));
    }
  }
}

const TYPES = 'node_modules/.cache/types';
const DOORS = ['index', 'core/index', 'server/index', 'testing/index', 'testing/react', 'testing/storybook'];
let typed: ReadonlySet<string> | null = null;

/**
 * tsc writes the types per file too, once; `./x.js` in them means the neighbour in either format. What they say in words is
 * with the modules only, which is where editors look: twice it would be a quarter of a megabyte.
 */
function declarations(out: string, documented: boolean): void {
  typed ??= emitTypes();
  for (const name of typed) {
    mkdirSync(dirname(`${out}/${name}`), { recursive: true });
    const text = readFileSync(`${TYPES}/${name}`, 'utf8');
    writeFileSync(`${out}/${name}`, documented ? text : bare(name, text));
  }
}

function bare(name: string, text: string): string {
  return createPrinter({ removeComments: true }).printFile(
    createSourceFile(name, text, ScriptTarget.ES2022, false),
  );
}

/** Answers the files that can be reached from a door: nobody can import the types of the others. */
function emitTypes(): ReadonlySet<string> {
  const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  const tsc = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (tsc.status !== 0) throw new Error(`The types do not build:\n${tsc.stdout}${tsc.stderr}`);
  const locales = readdirSync('src/locales').map((name) => `locales/${name.replace('.ts', '.d.ts')}`);
  const reached = new Set([...DOORS.map((door) => `${door}.d.ts`), ...locales]);
  for (const name of reached) {
    for (const [, path = ''] of readFileSync(`${TYPES}/${name}`, 'utf8').matchAll(
      /['"](\.[^'"]+)\.js['"]/g,
    )) {
      reached.add(`${join(dirname(name), path)}.d.ts`);
    }
  }
  return reached;
}

/** Each sheet as one file that needs no other, so that a plain `<link>` is one request. */
function styles(): void {
  buildSync({
    entryPoints: ['src/styles/*.css'],
    outdir: 'dist/styles',
    bundle: true,
    minify: true,
    logLevel: 'error',
  });
  writeFileSync('dist/styles/css.d.ts', 'declare const stylesheet: string;\nexport default stylesheet;\n');
}

export default defineConfig([perFile('esm'), perFile('cjs')]);
