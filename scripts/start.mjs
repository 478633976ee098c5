// npm start: the server and the live Storybook together, built from the sources of this clone.
//
//   HUMMER_PORT      the server's port (3000)
//   STORYBOOK_PORT   the Storybook's port (6107)
//   HUMMER_HOST      the address both listen on (127.0.0.1)
//
// The server reads its other settings from the environment too (hummer-server --help), such as HUMMER_RTC_MIN_PORT for
// the media ports; without it they are the first free ones from 40000 on.
//
// Ctrl-C ends both, and when one ends by itself the other goes too.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const host = process.env.HUMMER_HOST ?? '127.0.0.1';
const serverPort = Number(process.env.HUMMER_PORT ?? 3000);
const storybookPort = Number(process.env.STORYBOOK_PORT ?? 6107);
const serverUrl = `http://${host}:${serverPort}`;
const storybookUrl = `http://${host}:${storybookPort}`;
const started = Date.now();
const say = (text) => {
  console.log(`[start] ${text}`);
};

const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], { cwd: root, stdio: 'inherit' });
if (setup.status !== 0) process.exit(1);

for (const [port, variable, what] of [
  [serverPort, 'HUMMER_PORT', 'server'],
  [storybookPort, 'STORYBOOK_PORT', 'Storybook'],
]) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    fail(`${variable} is not a port: ${process.env[variable]}`);
  }
  const problem = await whyNot(port);
  if (problem === 'EADDRINUSE') {
    fail(
      `Port ${port}, which the ${what} wants, is taken by another program. End that one, or choose another port: ${variable}=${port + 1} npm start`,
    );
  }
  if (problem !== undefined) fail(`The ${what} cannot listen on ${host}:${port}: ${problem}`);
}

const children = new Map();
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    end('SIGTERM', 0);
  });
}

// A signal to npm alone ends npm and its shell, and nobody tells us: then our parent is another one.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) end('SIGTERM', 0);
}, 500).unref();

say('building the server from src …');
const command = join(root, 'node_modules/.cache/hummer-server/cli.mjs');
await buildServer(command);
const ports = ['--port', String(serverPort), ...(await mediaPorts())];
run('server', [command, ...ports, '--host', host, '--open', '--drain', '500']);
await answers(`${serverUrl}/healthz`, 'server', 30);
say(`server ready: ${serverUrl}`);

say('starting Storybook (ten seconds or so) …');
run(
  'storybook',
  [
    join(root, 'node_modules/storybook/dist/bin/dispatcher.js'),
    ...['dev', '-p', String(storybookPort), '--host', host, '--exact-port', '--ci', '--no-open'],
    ...['--disable-telemetry', '--quiet'],
  ],
  { STORYBOOK_HUMMER_URL: serverUrl },
);
const index = await answers(`${storybookUrl}/index.json`, 'storybook', 120);
const { entries } = await index.json();
const live = Object.values(entries).find(({ title, type }) => title === 'Live/Meeting' && type === 'story');

console.log('');
if (live === undefined) say('there is no Live/Meeting story to open');
else say(`open this page in two tabs:  ${storybookUrl}/iframe.html?id=${live.id}&viewMode=story`);
say(`all components and hooks:    ${storybookUrl}/`);
say(`server:                      ${serverUrl}`);
say(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s; Ctrl-C ends both`);

function fail(message) {
  console.error(`[start] ${message}`);
  process.exit(1);
}

/** Why nothing can listen there, as an error code, or nothing when it can. */
function whyNot(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      resolve(error.code);
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(undefined);
      });
    });
  });
}

/**
 * Which ports media takes, unless the environment says. The server's own default is a port that an operator opens; it lies where
 * systems also take ports for outgoing connections, so here the next free ones will do.
 */
async function mediaPorts() {
  if (process.env.HUMMER_RTC_MIN_PORT !== undefined) return [];
  const count = Number(process.env.HUMMER_WORKERS ?? availableParallelism());
  for (let first = 40_000; first < 40_100; first += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFreeForMedia(first + i)));
    if (free.every(Boolean)) return ['--rtc-min-port', String(first)];
  }
  return []; // the server says what is wrong
}

/** Media takes a port for TCP and for UDP. */
async function isFreeForMedia(port) {
  if ((await whyNot(port)) !== undefined) return false;
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => {
      resolve(false);
    });
    probe.bind(port, host, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** The command as one file; what comes from npm stays in node_modules. */
async function buildServer(outfile) {
  const { build } = await import('esbuild');
  mkdirSync(join(outfile, '..'), { recursive: true });
  await build({
    entryPoints: [join(root, 'src/server/cli.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'error',
  });
}

function run(name, args, env = {}) {
  // A group of its own, so that the terminal's Ctrl-C reaches it through us and only once.
  const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  children.set(name, child);
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') console.log(`[${name}] ${line}`);
    });
  }
  child.on('exit', (code, signal) => {
    children.delete(name);
    if (!ending) {
      console.error(`[start] the ${name} ended by itself (${signal ?? `exit code ${code}`})`);
      end('SIGTERM', 1);
    } else if (children.size === 0) process.exit();
  });
}

function end(signal, code) {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  if (children.size === 0) process.exit();
  for (const child of children.values()) kill(child, signal);
  setTimeout(() => {
    for (const child of children.values()) kill(child, 'SIGKILL');
    process.exit();
  }, 8_000).unref();
}

/** The whole group of a child, so that what it started ends with it. */
function kill(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Waits until a process answers there. */
async function answers(url, name, patience) {
  for (let i = 0; i < patience * 5 && children.has(name); i += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response;
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (i > 0 && i % 50 === 0) say(`  still waiting for the ${name}, ${i / 5} s`);
  }
  if (!ending) {
    console.error(`[start] the ${name} does not answer at ${url}`);
    end('SIGTERM', 1);
  }
  return new Promise(() => undefined); // end() leaves the process
}
