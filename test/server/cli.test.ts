import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** Inside the package, so that the command finds its peers as an installed one does. */
let directory: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(import.meta.dirname, '../../node_modules/.cache-cli-'));
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/server/cli.ts')],
    outfile: join(directory, 'cli.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The command as a process, with what it has written so far. */
function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(directory, 'cli.mjs'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  running.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\S+/.exec(output);
      if (found) resolve(found[0]);
    });
    void exited.then(() => {
      reject(new Error(output));
    });
  });
  url.catch(() => undefined);
  return { child, url, exited, output: () => output };
}

describe('hummer-server', () => {
  it('serves until it is told to stop, then ends well', async () => {
    const { child, url, exited } = start(['--open', '--no-media', '--port', '0']);
    expect((await fetch(`${await url}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('does not show the keys of its apps in a process list', async () => {
    const { child, url } = start([
      '--app',
      '1:very secret key',
      '--no-media',
      '--port',
      '0',
      '--admin-token',
      'other secret',
    ]);
    await url;
    const shown = readFileSync(`/proc/${String(child.pid)}/cmdline`, 'utf8');
    expect(shown).toContain('hummer-server');
    expect(shown).not.toContain('secret');
  });

  it('refuses to be open to the world, with words instead of a stack', async () => {
    const { exited, output } = start(['--open', '--host', '0.0.0.0', '--no-media']);
    expect(await exited).toBe(1);
    expect(output()).toContain('HUMMER_APP=1:');
    expect(output()).not.toMatch(/^ +at /m);
  });

  it('is set up by its environment alone', async () => {
    const { url } = start([], {
      HUMMER_APP: '1:a secret key',
      HUMMER_NO_MEDIA: '1',
      HUMMER_PORT: '0',
      HUMMER_HOST: 'localhost',
    });
    expect((await fetch(`${await url}/readyz`)).status).toBe(200);
  });

  it('explains itself', async () => {
    const { exited, output } = start(['--help']);
    expect(await exited).toBe(0);
    expect(output()).toContain('--announced-address');
  });
});
