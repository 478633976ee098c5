import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

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
  declarations(out);
  if (format === 'esm') styles();
}

/** esbuild writes `"use strict"` above `"use client"`; readers of the first line want it the other way round. */
function directivesFirst(out: string): void {
  const strictFirst = /^"use strict";\n"use client";\n/;
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(`${out}/${name}`, 'utf8');
    if (strictFirst.test(text)) {
      writeFileSync(`${out}/${name}`, text.replace(strictFirst, '"use client";\n"use strict";\n'));
    }
  }
}

let typed = false;

/** tsc writes the types per file too, once; `./x.js` in them means the neighbour in either format. */
function declarations(out: string): void {
  const types = 'node_modules/.cache/types';
  if (!typed) {
    rmSync(types, { recursive: true, force: true });
    const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', types];
    const tsc = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (tsc.status !== 0) throw new Error(`The types do not build:\n${tsc.stdout}${tsc.stderr}`);
    typed = true;
  }
  cpSync(types, out, { recursive: true });
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
