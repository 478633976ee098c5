// Prepares a fresh clone: packages, the media worker and, with --browser, a Chromium; with --tests, all that the
// tests need: a Firefox, a screen for it and a TURN server too.
// Plain Node without dependencies, because it runs before there is a node_modules.
// A warm start only compares a hash and looks for a few files.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { executablePath as chromiumPath } from './chromium.mjs';
import { executablePath as firefoxPath } from './firefox.mjs';
import { executablePath as turnPath } from './turnserver.mjs';
import { executablePath as screenPath, isNeeded as needsScreen } from './xvfb.mjs';

const root = join(import.meta.dirname, '..');
const started = Date.now();
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
const say = (text) => {
  console.log(`[setup] ${text}`);
};

class SetupError extends Error {}

/** Runs a command, says what it does and how long it takes, and that it is still alive on the way. */
async function step(title, estimate, command, args, { env = {}, quiet = true } = {}) {
  say(`${title} (${estimate}) …`);
  const since = Date.now();
  const output = [];
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const alive = setInterval(() => {
    say(`  still at it: ${title.toLowerCase()}, ${seconds(since)} s`);
  }, 10_000);
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output.push(Buffer.from(String(error)));
      resolve(1);
    });
    child.on('exit', (status) => {
      resolve(status ?? 1);
    });
  });
  clearInterval(alive);
  process.off('SIGINT', forward);
  process.off('SIGTERM', forward);
  if (code !== 0) {
    throw new SetupError(
      `${title} failed: ${command} ${args.join(' ')} exited with ${code}\n${Buffer.concat(output).toString().trim()}`,
    );
  }
  say(`  done in ${seconds(since)} s`);
}

async function packages() {
  const stamp = join(root, 'node_modules/.cache/hummer-setup');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const npm = process.env.npm_execpath; // set by npm itself for every script
  const viaNode = npm !== undefined && /\.c?js$/.test(npm);
  await step('Installing packages with npm ci', 'about a minute', viaNode ? process.execPath : 'npm', [
    ...(viaNode ? [npm] : []),
    'ci',
    '--no-audit',
    '--no-fund',
  ]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

async function mediaWorker() {
  const tool = join(root, 'scripts/mediasoup-worker.mjs');
  const check = spawnSync(process.execPath, [tool, '--check'], { cwd: root, stdio: 'ignore' });
  if (check.status === 0) return;
  await step(
    'Preparing the media worker',
    'seconds from the cache or the download, two minutes when it has to be compiled',
    process.execPath,
    [tool],
    { quiet: false },
  );
}

const chromium = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  path: chromiumPath,
  packages: ['chromium', 'fonts-liberation'],
  elsewhere: 'npx playwright install chromium',
};
const firefox = {
  name: 'Firefox',
  variable: 'FIREFOX_PATH',
  path: firefoxPath,
  packages: ['firefox-esr'],
  elsewhere: 'https://www.mozilla.org/firefox',
};

const turn = {
  name: 'coturn',
  variable: 'TURNSERVER_PATH',
  path: turnPath,
  packages: ['coturn'],
  elsewhere: 'brew install coturn, or https://github.com/coturn/coturn',
};

/** A screen for the browser that can only share a real one. */
const screen = {
  name: 'Xvfb',
  variable: 'XVFB_PATH',
  path: screenPath,
  packages: ['xvfb'],
  elsewhere: 'Xvfb of your system',
};

async function isMissing({ name, variable, path }) {
  if (path !== undefined) {
    if (existsSync(path)) return false;
    throw new SetupError(`${variable} is ${path}, and there is no such file.`);
  }
  if (name !== 'Chromium') return true;
  const { chromium: own } = await import('playwright-core');
  return !existsSync(own.executablePath());
}

/** Installs those of the programs that are missing, in one go. */
async function install(programs) {
  const missing = [];
  for (const program of programs) if (await isMissing(program)) missing.push(program);
  if (missing.length === 0) return;
  const names = new Intl.ListFormat('en').format(missing.map(({ name }) => name));
  const wanted = missing.flatMap(({ packages: all }) => all);
  const debian = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  if (!debian || process.getuid?.() !== 0) {
    const ways = debian
      ? [`sudo apt-get install -y ${wanted.join(' ')}`]
      : missing.map(({ elsewhere }) => elsewhere);
    throw new SetupError(
      `The tests need ${names} and found none. Install and run this again:\n` +
        ways.map((way) => `  ${way}\n`).join('') +
        `or say where they are: ${missing.map(({ variable }) => variable).join(', ')}.`,
    );
  }
  const apt = ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=300', '--no-install-recommends', 'install', ...wanted];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const about = [`Installing ${names} with apt-get`, 'half a minute to two minutes'];
  try {
    await step(...about, 'apt-get', apt, { env });
  } catch {
    // The package lists may be absent or old.
    await step('Updating the package lists', 'seconds', 'apt-get', ['-qq', 'update'], { env });
    await step(...about, 'apt-get', apt, { env });
  }
}

try {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
  await packages();
  await mediaWorker();
  if (process.argv.includes('--tests'))
    await install([chromium, firefox, turn, ...(needsScreen ? [screen] : [])]);
  else if (process.argv.includes('--browser')) await install([chromium]);
  say(`ready in ${seconds(started)} s`);
} catch (error) {
  console.error(`[setup] ${error instanceof SetupError ? error.message : error.stack}`);
  process.exitCode = 1;
}
