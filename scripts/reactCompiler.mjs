// React Compiler as a plugin of vite, for the checks that build the stories and the app of the README with it.
import { transformAsync } from '@babel/core';
import compiler from 'babel-plugin-react-compiler';

/** Compiles the components and hooks of your own files; what the compiler must refuse is an error. */
export function reactCompiler({ include = /\.[jt]sx$/ } = {}) {
  let compiled = 0;
  return {
    name: 'react-compiler',
    enforce: 'pre',
    async transform(code, id) {
      const path = id.split('?', 1)[0];
      if (path.includes('/node_modules/') || !include.test(path)) return null;
      const result = await transformAsync(code, {
        filename: path,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['jsx', 'typescript'] },
        plugins: [[compiler.default ?? compiler, { panicThreshold: 'all_errors' }]],
      });
      if (result.code.includes('react/compiler-runtime')) compiled += 1;
      return { code: result.code, map: result.map };
    },
    buildEnd(error) {
      if (error === undefined && compiled === 0) this.error('React Compiler compiled no file');
    },
  };
}
