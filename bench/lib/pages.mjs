import { build } from 'esbuild';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { openDoors } from './bundle.mjs';

/** A web host on loopback with pages built from these files: `/name` is a page that runs `name.js` or `name.jsx`. */
export async function hostPages(entryPoints) {
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    outdir: 'out',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [openDoors],
  });
  const files = new Map(outputFiles.map((file) => [`/${basename(file.path)}`, file.text]));
  const server = createServer((request, response) => {
    const script = files.get(request.url);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(
      script ??
        `<!doctype html><div id="root"></div><script type="module" src="${request.url.split('?')[0]}.js"></script>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
