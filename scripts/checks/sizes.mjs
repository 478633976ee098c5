// Size budgets of DESIGN: what a browser loads, minified and gzipped, everything included but React.
//
//   node scripts/checks/sizes.mjs          checks
//   node scripts/checks/sizes.mjs --why    also lists what is in each bundle
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { report, root } from './files.mjs';
import { isBrought, meetings } from './meetings.mjs';

const CEILINGS = { 'a meeting of hooks, loaded': 112, 'a meeting in MeetingRoom, loaded': 140 };

const budgets = [
  {
    name: 'HummerProvider + useRoomAttributes, initial',
    code: `export { HummerProvider, useRoomAttributes } from 'hummer-react';`,
    limit: 22,
    later: () => false,
  },
  // Not met yet: mediasoup-client and socket.io-client are 53 of the 80. Nobody loads it all: it is every hook, component and chunk
  // of the package. Until it is met, `ceiling` keeps it from growing.
  { name: 'everything, media included', code: `export * from 'hummer-react';`, limit: 80, ceiling: 180 },
  // No budget of their own in DESIGN: what is reached, so that it does not grow unseen. Of each, mediasoup-client is 39 and
  // socket.io-client 13. Of mediasoup-client, 5.0 are its FakeHandler and fake parameters, 0.8 the handler of React Native, 3.1 those of
  // the browsers that one is not. There is no clean way not to ship them: its only door for `Device` and `Transport` imports
  // them all, each handler imports that door for its version, and an alias would be every app's own to set.
  ...meetings.map(({ name, exports }) => ({
    name,
    code: `export { ${exports.join(', ')} } from 'hummer-react';`,
    later: isBrought,
    ceiling: CEILINGS[name],
  })),
  { name: 'styles.css', code: `@import 'hummer-react/styles.css';`, limit: 4, loader: 'css' },
];

/** Bundles an entry and gives the gzipped size of what it loads at once, and of the chunks that `later` takes in. */
async function measure({ code, loader = 'js', later = () => true }) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader, sourcefile: 'entry' },
    bundle: true,
    minify: true,
    splitting: loader === 'js',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'error',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'react/*', 'react-dom/*'],
  });
  const chunks = Object.entries(metafile.outputs);
  const entry = chunks.find(([, chunk]) => chunk.entryPoint === 'entry')?.[0] ?? chunks[0][0];
  const loaded = new Set();
  const load = (path) => {
    if (loaded.has(path) || metafile.outputs[path] === undefined) return;
    loaded.add(path);
    for (const item of metafile.outputs[path].imports) {
      if (item.external) continue;
      if (item.kind !== 'dynamic-import' || later(metafile.outputs[item.path]?.entryPoint)) load(item.path);
    }
  };
  load(entry);
  let bytes = 0;
  const inputs = new Map();
  for (const path of loaded) {
    const file = outputFiles.find((output) => output.path.endsWith(path.slice(path.indexOf('/'))));
    bytes += gzipSync(file.contents, { level: 9 }).length;
    for (const [name, { bytesInOutput }] of Object.entries(metafile.outputs[path].inputs)) {
      inputs.set(name, (inputs.get(name) ?? 0) + bytesInOutput);
    }
  }
  return { bytes, inputs };
}

if (process.argv[1] === import.meta.filename) {
  const problems = [];
  const lines = [];
  for (const budget of budgets) {
    const { bytes, inputs } = await measure(budget);
    const size = bytes / 1000;
    const { name, limit, ceiling = limit } = budget;
    const met = limit === undefined || size <= limit;
    const of = limit === undefined ? '' : ` of ${limit}`;
    lines.push(`${name} ${size.toFixed(1)}${of} KB${met ? '' : ' (budget not met yet)'}`);
    if (size > ceiling) problems.push(`over ${ceiling} KB: ${lines.at(-1)} gzip`);
    if (limit !== undefined && met && ceiling !== limit)
      problems.push(`${name} meets its budget: take its ceiling away`);
    if (process.argv.includes('--why')) {
      console.log(`${budget.name}: ${bytes} bytes gzip; before gzip:`);
      const rows = [...inputs].sort(([, a], [, b]) => b - a).slice(0, 40);
      for (const [name, length] of rows) console.log(`${String(length).padStart(9)} ${name}`);
    }
  }
  report(problems, lines.join(' · '));
}
