// 'use client' is the first line of each built file with hooks or components, and of no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, report, root } from './files.mjs';

const fromReact = /\bfrom "(react|react-dom|react\/[\w-]+|react-dom\/[\w-]+|zustand|zustand\/react(\/\w+)?)"/;
// A hook that is made here or called here; a name in brackets is one that a factory gives.
const hook = /\buse[A-Z]\w*\s*\(|^(?:export )?(?:const|let) (?:use[A-Z]|\[.*\buse[A-Z]\w*\])/m;
const prose = /\/\*[^]*?\*\/|^\s*\/\/.*$|"[^"\n]*"|`[^`]*`/gm;
const problems = [];
let marked = 0;
for (const name of filesBelow('dist/esm', '.js')) {
  const [esm, cjs] = ['esm', 'cjs'].map((format) => readFileSync(join(root, 'dist', format, name), 'utf8'));
  const wanted = fromReact.test(esm) || hook.test(esm.replace(prose, ''));
  if (wanted) marked += 1;
  for (const [format, text] of Object.entries({ esm, cjs })) {
    const found = /^["']use client["'];?\r?\n/.test(text);
    if (wanted && !found) {
      problems.push(
        `dist/${format}/${name} has hooks or components: its source must begin with 'use client'`,
      );
    }
    if (!wanted && text.split('\n', 3).some((line) => /^["']use client["']/.test(line))) {
      problems.push(`dist/${format}/${name} has neither hooks nor components, and says 'use client'`);
    }
  }
}
if (marked === 0) problems.push('no built file has hooks or components: was anything built?');
report(problems, `${marked} files`);
