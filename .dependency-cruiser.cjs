/** Lanes of the house. A lane may import itself and the lanes named here; everything else is an error. */
const lanes = {
  lib: [],
  protocol: ['lib'],
  store: ['lib', 'protocol'],
  core: ['lib', 'protocol', 'store'],
  hooks: ['lib', 'protocol', 'store', 'core'],
  components: ['lib', 'hooks'],
  locales: ['lib', 'components'],
  server: ['lib', 'protocol'],
  testing: ['lib', 'protocol', 'store', 'core', 'hooks', 'server'],
};
/** What a lane may import as types only. */
const typesOnly = { components: ['core', 'protocol', 'store'], locales: ['hooks'] };

const lane = ([name, allowed]) => {
  const values = [name, ...allowed].join('|');
  const types = [name, ...allowed, ...(typesOnly[name] ?? [])].join('|');
  const rule = (suffix, to) => ({
    name: `lane-${name}${suffix}`,
    severity: 'error',
    comment: `src/${name} may import only: ${[name, ...allowed].join(', ')}`,
    from: { path: `^src/${name}/` },
    to: { path: '^src/', ...to },
  });
  return types === values
    ? [rule('', { pathNot: `^src/(${values})/` })]
    : [
        rule('', { pathNot: `^src/(${types})/` }),
        rule('-values', { pathNot: `^src/(${values})/`, dependencyTypesNot: ['type-only'] }),
      ];
};

/** One npm package, one doorman: the only files allowed to import it. */
const doorman = (name, pkg, files, { typesAllowed = false } = {}) => ({
  name: `only-${name}`,
  severity: 'error',
  comment: `${pkg} is imported only from ${files}`,
  from: { path: '^src/', pathNot: files },
  to: { path: `node_modules/${pkg}/`, ...(typesAllowed && { dependencyTypesNot: ['type-only'] }) },
});

/** Everything that src may take from npm, types included. A new name here is a decision. */
const npm = [
  'zustand',
  'socket.io-client',
  'mediasoup-client',
  'valibot',
  'react',
  'react-dom',
  '@types/react',
  '@types/react-dom',
  '@testing-library/react',
  'socket.io',
  'mediasoup',
  'jose',
  'prom-client',
  '@types/node',
  'storybook',
  '@storybook/react-vite',
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'every import leads to a file or an installed package',
      from: { path: '^(src|test|stories)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|stories|bench)/' },
    },
    {
      name: 'doors-face-outward',
      severity: 'error',
      comment: 'index.ts files are public doors: nothing inside src imports them',
      from: { path: '^src/' },
      to: { path: ['^src/index[.]ts$', '^src/[a-z]+/index[.]ts$'] },
    },
    ...Object.entries(lanes).flatMap(lane),
    {
      name: 'columns-stay-apart',
      severity: 'error',
      comment: 'in core and hooks a domain never imports a sibling domain: they meet in the store',
      from: { path: '^src/(core|hooks)/(rooms|peers|signaling|media|chat)/' }, // hooks/compose and core/hummer.ts may span them
      to: { path: '^src/$1/(rooms|peers|signaling|media|chat)/', pathNot: '^src/$1/$2/' },
    },
    {
      name: 'server-domain-is-pure',
      severity: 'error',
      comment:
        'server/domain and server/ports run in the browser too (fake backend): no npm, no node:, no adapters',
      from: { path: '^src/server/(domain|ports)/' },
      to: { pathNot: '^src/(lib|protocol|server/domain|server/ports)/' },
    },
    {
      name: 'testing-takes-no-adapters',
      severity: 'error',
      from: { path: '^src/testing/' },
      to: {
        path: '^src/(server/(?!domain/|ports/|store/memoryStore|media/fakeMediaRouter)|core/transport/socketIo|core/media/mediasoup)',
      },
    },
    {
      name: 'node-only-in-server',
      severity: 'error',
      from: { path: '^src/(?!server/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'npm-only-what-is-listed',
      severity: 'error',
      comment: 'own code for what the project exists for, a few listed packages for the rest',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/',
        pathNot: `node_modules/(${npm.map((name) => name.replace('.', '[.]')).join('|')})/`,
      },
    },
    doorman('react', '(react|react-dom)', '^src/(hooks|components|testing)/'),
    {
      name: 'store-is-vanilla',
      severity: 'error',
      comment: "the zustand root entry imports React: outside hooks use 'zustand/vanilla'",
      from: { path: '^src/', pathNot: '^src/hooks/' },
      to: { path: 'node_modules/zustand/', pathNot: 'zustand/(esm/)?(vanilla|middleware)' },
    },
    doorman('zustand', 'zustand', '^src/(store|hooks/internal)/'),
    doorman('schemas', 'valibot', '^src/protocol/'),
    doorman('testing-library', '@testing-library', '^src/testing/react'),
    doorman('storybook', '(storybook|@storybook)', '^src/testing/storybook'),
    doorman('jose', 'jose', '^src/server/auth/'),
    doorman('prom-client', 'prom-client', '^src/server/http/'),
    doorman('socketio-client', 'socket\\.io-client', '^src/core/transport/socketIoTransport\\.ts$'),
    doorman('mediasoup-client', 'mediasoup-client', '^src/core/media/mediasoupEngine\\.ts$', {
      typesAllowed: true,
    }),
    doorman('socketio', 'socket\\.io', '^src/server/transport/'),
    doorman('mediasoup', 'mediasoup', '^src/server/media/mediasoup'),
    doorman('redis', '(ioredis|redis)', '^src/server/store/redis'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
