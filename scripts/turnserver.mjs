// Which TURN server the tests use. No dependencies: setup reads it before there is a node_modules.
import { existsSync } from 'node:fs';
import process from 'node:process';

/** The coturn of TURNSERVER_PATH or of the system; nothing when there is none. */
export const executablePath =
  process.env.TURNSERVER_PATH ||
  ['/usr/bin/turnserver', '/usr/local/bin/turnserver', '/opt/homebrew/bin/turnserver'].find((path) =>
    existsSync(path),
  );
