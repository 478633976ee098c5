import Module from 'node:module';
import { version } from 'react';

// `require('react')` inside node_modules does not pass through vite's alias.
type Resolve = (request: string, ...rest: readonly unknown[]) => string;
const internals = Module as unknown as { _resolveFilename: Resolve & { asksForReact18?: true } };
if (!internals._resolveFilename.asksForReact18) {
  const resolve = internals._resolveFilename;
  internals._resolveFilename = Object.assign(
    (request: string, ...rest: readonly unknown[]) =>
      resolve(request.replace(/^(react|react-dom)(?=\/|$)/, '$1-18'), ...rest),
    { asksForReact18: true as const },
  );
}

if (!version.startsWith('18.2.')) throw new Error(`This suite is for React 18.2, and got ${version}.`);
