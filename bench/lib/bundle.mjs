import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const cache = join(root, 'node_modules/.cache/bench');

/** The package's doors, read from its sources so that a bench never measures an old build. */
export const doors = {
  'hummer-react': join(root, 'src/index.ts'),
  'hummer-react/core': join(root, 'src/core/index.ts'),
  'hummer-react/server': join(root, 'src/server/index.ts'),
  'hummer-react/testing': join(root, 'src/testing/index.ts'),
  'hummer-react/testing/react': join(root, 'src/testing/react.ts'),
};

const REACT = ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client'];

/** Plugin: resolves the doors exactly (an esbuild alias would also take their sub-paths). */
export const openDoors = {
  name: 'doors',
  setup(bundler) {
    bundler.onResolve({ filter: /^hummer-react($|\/)/ }, ({ path }) => {
      const file = doors[path];
      return file === undefined ? undefined : { path: file };
    });
  },
};

/**
 * Bytes a page loads for `source`, minified and gzipped (level 9) file by file, React not counted. `initial` is what
 * the entry imports statically, `lazy` what it can load later, `loaded` what is there once the chunks that `brought` takes in are.
 */
export async function measure(source, { resolveDir = root, external = [], brought = () => false } = {}) {
  const result = await build({
    stdin: { contents: source, resolveDir, loader: 'tsx' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    jsx: 'automatic',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty', '.svg': 'dataurl', '.wasm': 'file', '.mp3': 'file' },
    external: [...REACT, 'react/*', 'react-dom/*', ...external],
    plugins: [openDoors],
  });
  const size = new Map();
  for (const file of result.outputFiles) {
    size.set(file.path.slice(file.path.lastIndexOf('out/')), gzipSync(file.contents, { level: 9 }).length);
  }
  const outputs = result.metafile.outputs;
  const entry = Object.keys(outputs).find((name) => outputs[name].entryPoint === '<stdin>');
  const reach = (later) => {
    const reached = new Set();
    const walk = (name) => {
      if (reached.has(name) || !outputs[name]) return;
      reached.add(name);
      for (const { external, kind, path } of outputs[name].imports) {
        if (!external && (kind === 'import-statement' || later(outputs[path]?.entryPoint))) walk(path);
      }
    };
    walk(entry);
    return reached;
  };
  const initial = reach(() => false);
  const loaded = [...reach(brought)].reduce((sum, name) => sum + (size.get(name) ?? 0), 0);
  let first = 0;
  let later = 0;
  for (const [name, bytes] of size) {
    if (initial.has(name)) first += bytes;
    else if (name.endsWith('.js')) later += bytes;
  }
  return { initial: first, lazy: later, loaded, total: first + later, parts: partsOf(outputs) };
}

/** Minified bytes by lane of ours and by package, largest first: where the weight is. */
function partsOf(outputs) {
  const parts = new Map();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name =
        /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ??
        /src\/(core\/media|[^/]+)/.exec(path)?.[1] ??
        path;
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...parts].sort((a, b) => b[1] - a[1]);
}

/** Bundles one entry for Node with packages left outside; returns the file. */
export async function bundleForNode(name, entry) {
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `${name}.mjs`);
  await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    packages: 'external',
    plugins: [openDoors],
    define: { 'process.env.NODE_ENV': '"production"' },
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

export const importBundled = async (name, entry) =>
  import(pathToFileURL(await bundleForNode(name, entry)).href);
