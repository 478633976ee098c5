// The doors as a user's Node finds them, without a bundler and without a DOM: every one imports, HummerError and
// the context are one object through all of them, MeetingRoom renders on a server, and nothing keeps the process
// alive. Once as ES modules, once as CommonJS. And that a bundler, which drops what seems unused, keeps what a
// client needs to make its rooms.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { filesBelow, manifest, report, root } from './files.mjs';

const require = createRequire(import.meta.url);
const doors = Object.entries(manifest.exports)
  .filter(([, target]) => target.import !== undefined)
  .flatMap(([door]) =>
    door.endsWith('/*')
      ? filesBelow(`dist/esm/${door.slice(2, -2)}`, '.js').map((name) => door.replace('*', name.slice(0, -3)))
      : [door],
  )
  .map((door) => door.replace('.', manifest.name));
const formats = {
  esm: (name) => import(name),
  cjs: (name) => Promise.resolve(require(name)),
};

/** What goes wrong when an app that makes a client and a room is bundled, or nothing. */
async function bundled() {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { Hummer } from 'hummer-react/core';
        const rooms = new Hummer({ appid: 1, url: 'http://127.0.0.1:9' }).createInstance();
        if (typeof rooms.createRoom !== 'function') throw new Error('createInstance gives no rooms');`,
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['socket.io-client', 'mediasoup-client'],
    write: false,
    logLevel: 'error',
  });
  const child = spawnSync(process.execPath, ['--input-type=module'], {
    input: outputFiles[0].text, // an argument may not be this long
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return child.status === 0 ? undefined : `bundled:\n${child.error?.message ?? ''}${child.stderr}`;
}

const format = process.argv[2];
if (format === undefined) {
  const problems = [];
  for (const name of Object.keys(formats)) {
    const child = spawnSync(process.execPath, [import.meta.filename, name], {
      cwd: root,
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (child.error !== undefined)
      problems.push(`${name}: ${child.error.message}; does something keep it alive?`);
    if (child.status !== 0 || child.stderr !== '') problems.push(`${name}:\n${child.stdout}${child.stderr}`);
  }
  const bundle = await bundled();
  if (bundle !== undefined) problems.push(bundle);
  report(problems, `${doors.length} doors, ESM and CommonJS`);
} else {
  const load = formats[format];
  const loaded = new Map();
  for (const door of doors) loaded.set(door, await load(door));
  const expect = (condition, message) => {
    if (!condition) {
      console.error(message);
      process.exitCode = 1;
    }
  };

  const { HummerError, HummerProvider, MeetingRoom, useHummer } = loaded.get('hummer-react');
  expect(typeof HummerError === 'function', 'hummer-react does not export HummerError');
  for (const [door, exported] of loaded) {
    expect(Object.keys(exported).length > 0, `${door} exports nothing`);
    expect(!('default' in exported) || format === 'cjs', `${door} has a default export`);
    if ('HummerError' in exported)
      expect(exported.HummerError === HummerError, `${door} has its own HummerError`);
  }
  const { Hummer } = loaded.get('hummer-react/core');
  expect(typeof Hummer === 'function', 'hummer-react/core does not export Hummer');

  const { createElement } = await load('react');
  const { renderToString } = await load('react-dom/server');
  const { createTestBackend } = loaded.get('hummer-react/testing');
  const { createHummerWrapper } = loaded.get('hummer-react/testing/react');
  const backend = createTestBackend();
  const Wrapper = createHummerWrapper({ backend, uid: 'ann' });
  const Reader = () => (useHummer() ? 'one context' : 'none');
  expect(
    renderToString(createElement(Wrapper, null, createElement(Reader))).includes('one context'),
    'hummer-react/testing/react provides another context than hummer-react reads',
  );
  for (let i = 0; i < 1000; i += 1) {
    const html = renderToString(
      createElement(
        HummerProvider,
        { appid: 1, uid: 'ann', url: 'http://127.0.0.1:9' },
        createElement(MeetingRoom, { roomId: 'demo' }),
      ),
    );
    if (i === 0)
      expect(html.includes('hummer-MeetingRoom'), `MeetingRoom renders nothing of its own: ${html}`);
  }
  await backend.close();
}
