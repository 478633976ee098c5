// npm test: every check of the project, two at a time, one line each, and a closing line `N passed, N failed`.
//
//   npm test                    everything
//   npm test -- unit types      only these steps (and what they need)
//   npm test -- --list          the names
//
// Plain Node without dependencies: it runs before there is a node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** A step that takes longer than this hangs. */
const STEP_LIMIT_MS = 12 * 60_000;

const root = join(import.meta.dirname, '..');
const temp = join(root, 'temp');
/** What a warm run need not do again: what has the same text as when it passed. */
const cache = join(root, 'node_modules/.cache');
const bin = (name) => {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const entry = typeof manifest.bin === 'string' ? manifest.bin : Object.values(manifest.bin)[0];
  return join(root, 'node_modules', name, entry);
};

/** A command of an installed package; it counts as one check. */
const tool = (name, ...args) => ({ command: () => [bin(name), ...args] });
/** A script of this project; it counts as one check. */
const script = (path, ...args) => ({ command: () => [join(root, path), ...args] });
/** A vitest run; each of its tests counts. */
const vitest = (...args) => ({ vitest: true, command: () => [bin('vitest'), 'run', ...args] });

/**
 * `needs`: steps that have to pass first. `alone`: nothing beside it, because it measures real time or wants the
 * whole machine. The order is the order in which they start: the long ones first, so that two are at work to the end.
 */
const steps = {
  lint: { title: 'lint', ...tool('eslint', '.', '--max-warnings=0') },
  build: { title: 'build', ...tool('tsup') },
  unit: { title: 'unit tests', ...vitest('--project', 'node', '--project', 'dom') },
  storms: {
    title: 'a breaking network, malformed frames',
    ...vitest('-c', 'vitest.e2e.config.ts', '--project', 'storms'),
  },
  pack: { title: 'tarball in a fresh app', needs: ['build'], ...script('scripts/checks/pack.mjs') },
  types: { title: 'types', ...tool('typescript', '-p', 'tsconfig.json') },
  storybook: { title: 'Storybook builds, compiler on', ...script('scripts/checks/storybook.mjs') },
  react18: { title: 'hooks and components on React 18.2', ...vitest('-c', 'vitest.react18.config.ts') },
  browsertypes: {
    title: 'types without Node in the browser lanes',
    ...tool('typescript', '-p', 'tsconfig.browser.json'),
  },
  format: {
    title: 'format',
    ...tool(
      'prettier',
      '--check',
      '.',
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${cache}/prettier-check`,
    ),
  },
  api: { title: 'API snapshot', needs: ['build'], ...script('scripts/checks/api.mjs') },
  doors: { title: 'doors in plain Node', needs: ['build'], ...script('scripts/checks/doors.mjs') },
  attw: { title: 'types of the package', needs: ['build'], ...script('scripts/checks/attw.mjs') },
  lanes: { title: 'dependency lanes', ...tool('dependency-cruiser', 'src', 'test', 'stories') },
  unused: { title: 'unused code and dependencies', ...tool('knip') },
  publint: { title: 'publint', needs: ['build'], ...tool('publint', '--strict') },
  conformance: { title: 'conformance', ...vitest('--project', 'conformance') },
  sizes: { title: 'size budgets', needs: ['build'], ...script('scripts/checks/sizes.mjs') },
  directives: {
    title: "'use client' directives",
    needs: ['build'],
    ...script('scripts/checks/directives.mjs'),
  },
  browser: { title: 'browser', alone: true, ...vitest('-c', 'vitest.browser.config.ts') },
  stories: { title: 'stories and axe', alone: true, ...vitest('-c', 'vitest.storybook.config.ts') },
  e2e: {
    title: 'end to end',
    alone: true,
    ...vitest('-c', 'vitest.e2e.config.ts', '--project', 'e2e'),
  },
};

const asked = process.argv.slice(2);
if (asked.includes('--list')) {
  for (const [name, { title }] of Object.entries(steps)) console.log(`${name.padEnd(12)} ${title}`);
  process.exit(0);
}
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
let passed = 0;
let failed = 0;
const children = new Set();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of children) child.kill(signal);
  });
}
function close() {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || interrupted ? 1 : 0);
}

const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--tests'], {
  cwd: root,
  stdio: 'inherit',
});
if (setup.status !== 0) {
  failed = 1;
  close();
}

/** Runs one step to its end and tells how it went. Never rejects. */
async function run(name) {
  const step = steps[name];
  const since = Date.now();
  const report = join(temp, `${name}.json`);
  rmSync(report, { force: true });
  const args = step.command();
  if (step.vitest) {
    args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  }
  const output = [];
  const { code, signal } = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const limit = setTimeout(() => {
      output.push(Buffer.from(`\nstopped: not done after ${STEP_LIMIT_MS / 60_000} minutes\n`));
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    }, STEP_LIMIT_MS);
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${error}\n`)));
    child.on('close', (status, killedBy) => {
      children.delete(child);
      clearTimeout(limit);
      resolve({ code: status, signal: killedBy });
    });
  });
  const text = Buffer.concat(output).toString().trim();
  const result = step.vitest
    ? countTests(report, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const ok = result.failed === 0;
  passed += result.passed;
  failed += result.failed;
  const counts = step.vitest
    ? `${result.passed} passed${result.failed > 0 ? `, ${result.failed} failed` : ''}${result.skipped > 0 ? `, ${result.skipped} skipped` : ''}`
    : ok
      ? (/^summary: (.*)$/m.exec(text)?.[1] ?? '')
      : '';
  console.log(
    `${ok ? '✓' : '✗'} ${name.padEnd(12)} ${step.title.padEnd(40)} ${seconds(since).padStart(8)}  ${counts}`.trimEnd(),
  );
  if (!ok) {
    const why = signal ? `\nkilled by ${signal}` : '';
    console.log(`${text}${why}`.replace(/^/gm, '    '));
  }
  return ok;
}

/** Counts from vitest's own report; a run that fails without a failing test (an unhandled error) is one failure. */
function countTests(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(report)) {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed = json.numPassedTests;
    counts.failed = json.numFailedTests;
    counts.skipped = json.numPendingTests + json.numTodoTests;
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

mkdirSync(temp, { recursive: true });
const wanted = new Set(asked.length > 0 ? asked : Object.keys(steps));
for (const name of wanted) for (const need of steps[name].needs ?? []) wanted.add(need);
const waiting = Object.keys(steps).filter((name) => wanted.has(name));
const width = Math.min(2, availableParallelism());
const running = new Map();
const results = new Map();

while (waiting.length > 0 || running.size > 0) {
  const alone = [...running.keys()].some((name) => steps[name].alone);
  const next =
    interrupted || alone || running.size >= width
      ? undefined
      : waiting.find((name) => {
          const ready = (steps[name].needs ?? []).every((need) => results.has(need));
          return ready && (!steps[name].alone || running.size === 0);
        });
  if (next !== undefined) {
    waiting.splice(waiting.indexOf(next), 1);
    const broken = (steps[next].needs ?? []).find((need) => !results.get(need));
    if (broken !== undefined) {
      failed += 1;
      results.set(next, false);
      console.log(`✗ ${next.padEnd(12)} ${steps[next].title.padEnd(40)} not run: ${broken} failed`);
    } else {
      running.set(
        next,
        run(next).then((ok) => {
          results.set(next, ok);
          running.delete(next);
        }),
      );
    }
  } else if (running.size > 0) {
    await Promise.race(running.values());
  } else {
    break; // interrupted
  }
}

console.log(`\nin ${seconds(started)}`);
if (interrupted) failed += waiting.length;
close();
