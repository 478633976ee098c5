import Module from 'node:module';
import { version } from 'react';

// `require('react')` inside node_modules does not pass through vite's alias.
type Resolve = (request: string, ...rest: readonly unknown[]) => string;
const internals = Module as unknown as { _resolveFilename: Resolve };
const resolve = internals._resolveFilename;
internals._resolveFilename = (request, ...rest) =>
  resolve(request.replace(/^(react|react-dom)(?=\/|$)/, '$1-18'), ...rest);

if (!version.startsWith('18.2.')) throw new Error(`This suite is for React 18.2, and got ${version}.`);
