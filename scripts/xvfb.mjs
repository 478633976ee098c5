// Which X server without a screen the tests use: Firefox shares real screens only, and a server has none. No dependencies:
// setup reads it before there is a node_modules.
import { existsSync } from 'node:fs';
import process from 'node:process';

/** Elsewhere the machine's own screen is taken. */
export const isNeeded = process.platform === 'linux';

/** The Xvfb of XVFB_PATH or of the system; nothing when there is none. */
export const executablePath =
  process.env.XVFB_PATH || ['/usr/bin/Xvfb', '/usr/local/bin/Xvfb'].find((path) => existsSync(path));
