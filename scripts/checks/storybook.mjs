// The Storybook builds, and its stories do so with React Compiler.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { report, root } from './files.mjs';

const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/storybook/dist/bin/dispatcher.js'),
    ...['build', '--output-dir', join(root, 'temp/storybook'), '--disable-telemetry', '--quiet'],
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 1e8, env: { ...process.env, REACT_COMPILER: '1' } },
);
report(status === 0 ? [] : [stdout, stderr], 'with React Compiler');
