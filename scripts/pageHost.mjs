// A web host on loopback with pages built from files, for end-to-end tests and benches: `/name` is a page that runs name.js,
// built of name.js, .jsx or .tsx.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { URL } from 'node:url';
import { build } from 'esbuild';

export async function hostPages(entryPoints, { production = false, plugins = [] } = {}) {
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    minify: production,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    outdir: 'out',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
    plugins,
  });
  const files = new Map(outputFiles.map((file) => [`/${basename(file.path)}`, file.text]));

  /** What is at a path: a built file, or the page of an entry. */
  const answer = (path) => {
    const file = files.get(path);
    if (file !== undefined)
      return { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', body: file };
    if (!files.has(`${path}.js`)) return null;
    const styles = files.has(`${path}.css`) ? `<link rel="stylesheet" href="${path}.css">` : '';
    const script = `<script type="module" src="${path}.js"></script>`;
    const title = `<title>${path.slice(1)}</title>`;
    return {
      type: 'text/html',
      body: `<!doctype html><html lang="en">${title}${styles}<div id="root"></div>${script}</html>`,
    };
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    const found = answer(pathname);
    if (found) {
      response.setHeader('content-type', found.type);
      response.end(found.body);
    } else {
      response.statusCode = pathname === '/favicon.ico' ? 204 : 404;
      response.end();
    }
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
