import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { isBrought, meetings } from '../scripts/checks/meetings.mjs';
import { measure, root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { kb } from './lib/table.mjs';

export const title = 'Bytes a page loads (minified, gzip, React not counted)';

const KB = 1000;
const INSTALL_LIMIT = 120_000;

const use = (names) => `import {${names.join(', ')}} from 'hummer-react'; console.log(${names.join(', ')});`;

export async function run({ rivals = !process.argv.includes('--no-rivals') } = {}) {
  const rows = [];

  const small = await measure(use(['HummerProvider', 'useRoomAttributes']));
  rows.push({
    what: 'HummerProvider + useRoomAttributes, initial',
    measured: kb(small.initial),
    budget: '<= 22 KB',
    met: small.initial <= 22 * KB,
    note: `socket.io-client comes with the first login; ${kb(small.lazy)} can be loaded later in all`,
  });

  const full = await measure("import * as all from 'hummer-react'; console.log(all);");
  rows.push({
    what: 'everything, with media',
    measured: kb(full.total),
    budget: '<= 80 KB',
    met: full.total <= 80 * KB,
    note: `${kb(full.initial)} at first, ${kb(full.lazy)} later; minified: ${heaviest(full.parts)}`,
  });

  for (const { name, exports } of meetings) {
    const { initial, loaded, total } = await measure(use(exports), { brought: isBrought });
    const note = `${exports.join(', ')}: ${kb(initial)} at first, ${kb(total)} with all that it could ever load`;
    rows.push({ what: name, measured: kb(loaded), note });
  }

  const core = await measure("import {Hummer} from 'hummer-react/core'; console.log(Hummer);");
  rows.push({ what: 'core: Hummer, initial', measured: kb(core.initial), note: `${kb(core.lazy)} later` });

  rows.push(await styles());
  if (rivals) rows.push(...(await measureRivals()));
  return rows;
}

const heaviest = (parts) =>
  parts
    .slice(0, 7)
    .map(([name, bytes]) => `${name} ${kb(bytes)}`)
    .join(', ');

/** The stylesheet of the door `hummer-react/styles.css`, with what it imports. */
async function styles() {
  const file = join(root, 'src/styles/styles.css');
  if (!existsSync(file))
    return { what: 'styles.css', measured: 'no stylesheet yet', budget: '<= 4 KB', met: null };
  const { code } = await transform(inlineImports(file), { loader: 'css', minify: true });
  const bytes = gzipSync(code, { level: 9 }).length;
  return { what: 'styles.css', measured: kb(bytes), budget: '<= 4 KB', met: bytes <= 4 * KB };
}

function inlineImports(file) {
  const folder = join(file, '..');
  return readFileSync(file, 'utf8').replace(/@import\s+(?:url\()?['"]([^'"]+)['"]\)?[^;]*;/g, (_, path) =>
    inlineImports(join(folder, path)),
  );
}

/** Other packages of the field, in a folder outside this project; where they do not install, the recorded size. */
export async function measureRivals() {
  const { rivals } = JSON.parse(readFileSync(join(root, 'bench/rivals.json'), 'utf8'));
  const rows = [];
  for (const rival of rivals) {
    const versions = Object.entries(rival.packages).map(([name, version]) => `${name}@${version}`);
    const what = `${rival.name}: provider + one hook`;
    try {
      const folder = await installOutside(versions);
      const { initial, lazy } = await measure(rival.source, { resolveDir: folder });
      rows.push({ what, measured: kb(initial), note: `${versions[0]}, ${kb(lazy)} later` });
    } catch (error) {
      const why = String(error.message ?? error)
        .split('\n')[0]
        .slice(0, 60);
      rows.push({
        what,
        measured: `${rival.recordedKB} KB`,
        note: `recorded earlier, ${versions[0]} (${why})`,
      });
    }
  }
  return rows;
}

async function installOutside(versions) {
  const name = createHash('sha256').update(versions.join(' ')).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `hummer-bench-${name}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  if (!readdirSync(folder).includes('package.json'))
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const react = JSON.parse(readFileSync(join(root, 'node_modules/react/package.json'), 'utf8')).version;
  await npm(
    [
      'install',
      '--ignore-scripts',
      '--legacy-peer-deps',
      '--no-audit',
      '--no-fund',
      ...versions,
      `react@${react}`,
      `react-dom@${react}`,
    ],
    folder,
  );
  writeFileSync(done, '');
  return folder;
}

function npm(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    child.stderr.on('data', (chunk) => (text += chunk));
    const timer = setTimeout(() => child.kill(), INSTALL_LIMIT);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(/code (E\w+)/.exec(text)?.[1] ?? 'install failed or took too long'));
    });
  });
}

await runAlone(import.meta.url, title, run);
