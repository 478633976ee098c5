// The types of every door as Node and bundlers resolve them, from the packed tarball.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { report, root } from './files.mjs';

const attw = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
    '--pack',
    root,
    '--profile',
    'node16',
    '--format',
    'ascii',
    '--no-emoji',
    // Style sheets are for bundlers; their types are there for `import 'hummer-react/styles.css'`.
    '--exclude-entrypoints',
    'styles.css',
    './styles/*.css',
  ],
  { cwd: root, encoding: 'utf8' },
);
report(attw.status === 0 ? [] : [attw.stdout, attw.stderr], 'node16 profile');
