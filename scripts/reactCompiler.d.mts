import type { Plugin } from 'vite';
export declare function reactCompiler(options?: { include?: RegExp }): Plugin;
