/** The tests of what renders: they get jsdom, and those in a `.tsx` run on React 18 too. */
export const rendered = (endings: string): string[] =>
  ['hooks', 'components', 'testing'].map((lane) => `test/${lane}/**/*.test.${endings}`);

/** All files of a run in one process, where `setup.ts` keeps them apart: a process and a jsdom for each took longest of all. */
export const oneProcess = {
  isolate: false,
  setupFiles: ['test/setup.ts'],
  sequence: { setupFiles: 'list' as const },
  // Only what hangs takes so long, however busy the machine is.
  testTimeout: 20_000,
  hookTimeout: 20_000,
};
