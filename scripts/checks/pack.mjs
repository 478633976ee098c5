// The packed tarball in a fresh Vite + React app outside this clone: what it brings along, that the 40-line app of the
// README type-checks under the types of React 19 and 18, builds, and that two pages of it meet in a room.
//
//   node scripts/checks/pack.mjs            checks
//   node scripts/checks/pack.mjs --keep     leaves the app there and says where
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { launchOptions } from '../chromium.mjs';
import { manifest, report, root } from './files.mjs';

const LIMITS = { packages: 25, megabytes: 9 };

const execute = promisify(execFile);
const app = mkdtempSync(join(tmpdir(), 'hummer-app-'));
const children = [];
const problems = [];
const version = (name) => `${name}@${manifest.devDependencies[name]}`;
const node = (...args) => execute(process.execPath, args, { cwd: app, maxBuffer: 1e8 });
const npm = (...args) =>
  execute('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd: app,
    maxBuffer: 1e8,
    // The app is not this package: nothing of the npm that runs this script is for it.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|execpath|command)/.test(name)),
    ),
  });
/** Runs a part of the check; what it says when it fails is the problem. */
const attempt = async (title, task) => {
  const since = Date.now();
  try {
    await task();
    console.log(`${title}: ${((Date.now() - since) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    problems.push(`${title}: ${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`.trim());
    return false;
  }
};

let brought = '';
try {
  cpSync(join(root, 'scripts/checks/app'), app, { recursive: true });
  await execute('npm', ['pack', root, '--pack-destination', app, '--silent'], { cwd: app });
  const tarball = readdirSync(app).find((name) => name.endsWith('.tgz'));
  const ready = await attempt('install', async () => {
    await npm('install', join(app, tarball), version('react'), version('react-dom'));
    brought = measure();
    const tools = [
      'vite',
      '@vitejs/plugin-react',
      'typescript',
      '@testing-library/react',
      '@testing-library/dom',
    ];
    await npm('install', '-D', ...[...tools, '@types/react', '@types/react-dom'].map(version));
  });
  if (ready) {
    await attempt('types under React 19', () => node('node_modules/typescript/bin/tsc', '-p', '.'));
    await attempt('build with React Compiler', () => build(true));
    await attempt('build', () => build(false));
    await attempt('two pages in a room', meet);
    await attempt('types under React 18', async () => {
      await npm('install', '-D', '--legacy-peer-deps', '@types/react@18', '@types/react-dom@18');
      await node('node_modules/typescript/bin/tsc', '-p', '.');
    });
  }
} finally {
  for (const child of children) child.kill('SIGTERM');
  if (process.argv.includes('--keep')) console.log(app);
  else rmSync(app, { recursive: true, force: true });
}
report(problems, brought);

/** What someone gets who installs the package for its hooks; React is theirs already. */
function measure() {
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'));
  const own = ['react', 'react-dom', 'scheduler'].map((name) => `node_modules/${name}`);
  const paths = Object.keys(lock.packages).filter((path) => path !== '' && !own.includes(path));
  const bytes = paths.reduce((sum, path) => sum + sizeOf(join(app, path)), 0);
  const megabytes = bytes / 1e6;
  const text = `${paths.length} packages, ${megabytes.toFixed(1)} MB`;
  const scripts = paths.filter((path) => lock.packages[path].hasInstallScript);
  if (paths.length > LIMITS.packages || megabytes > LIMITS.megabytes) {
    problems.push(
      `a user of the hooks gets ${text}; the limit is ${LIMITS.packages} and ${LIMITS.megabytes} MB`,
    );
  }
  if (scripts.length > 0) problems.push(`install scripts: ${scripts.join(', ')}`);
  return text;
}

/** The bytes of a package without the packages nested in it. */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? sizeOf(path) : statSync(path).size;
  }
  return bytes;
}

async function build(compiled) {
  const compiler = pathToFileURL(join(root, 'scripts/reactCompiler.mjs')).href;
  writeFileSync(
    join(app, 'vite.config.js'),
    `import react from '@vitejs/plugin-react';
import { reactCompiler } from '${compiler}';
export default { plugins: [${compiled ? 'reactCompiler(), ' : ''}react()] };
`,
  );
  await node('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
}

/** The built app, served, in two pages of a real browser against the packed server's own command. */
async function meet() {
  // Media ports of its own, as another server may run on this machine, and none that an outgoing connection may have taken.
  const mediaPort = 20_000 + Math.floor(Math.random() * 10_000);
  const server = await listening(
    [
      join(root, manifest.bin['hummer-server']),
      ...['--port', '0', '--open', '--workers', '1', '--rtc-min-port', String(mediaPort)],
    ],
    /https?:\/\/[\w.:[\]-]+:(\d+)/,
  );
  const preview = await listening(
    ['node_modules/vite/bin/vite.js', 'preview', '--port', '0', '--host', '127.0.0.1'],
    /http:\/\/127\.0\.0\.1:(\d+)/,
  );
  const browser = await chromium.launch(launchOptions);
  try {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    const complaints = [];
    const open = async (uid) => {
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${uid}: ${error.message}`));
      page.on(
        'console',
        (message) => message.type() === 'error' && complaints.push(`${uid}: ${message.text()}`),
      );
      await page.goto(`${preview}?uid=${uid}&url=${encodeURIComponent(server)}`);
      await page.waitForSelector('main[aria-busy=false]', { timeout: 20_000 });
      return page;
    };
    const ann = await open('ann');
    const bob = await open('bob');
    await ann.getByRole('button', { name: 'Rename' }).click();
    await bob.getByRole('heading', { name: 'Hi' }).waitFor({ timeout: 10_000 });
    await bob.waitForFunction(
      () => [...document.querySelectorAll('video')].filter((video) => video.videoWidth > 0).length === 2,
      undefined,
      { timeout: 20_000 },
    );
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  } finally {
    await browser.close();
  }
}

/** Starts a server and gives the address that it prints. */
function listening(args, pattern) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: app, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    const read = (chunk) => {
      // eslint-disable-next-line no-control-regex -- vite colours its addresses
      text += String(chunk).replace(/\u001b\[\d+m/g, '');
      const found = pattern.exec(text);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => {
      reject(new Error(`${args[0]} exited with ${code}:\n${text}`));
    });
    setTimeout(() => {
      reject(new Error(`${args[0]} printed no address in 30 s:\n${text}`));
    }, 30_000).unref();
  });
}
