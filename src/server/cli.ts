#!/usr/bin/env node
import { readCommand, type Command } from './cliOptions.js';
import { createHummerServer } from './createHummerServer.js';

// What a process list shows from now on: flags may hold keys.
process.title = 'hummer-server';

async function main(): Promise<void> {
  const command: Command = readCommand(process.argv.slice(2), process.env);
  if ('help' in command) {
    process.stdout.write(command.help);
    return;
  }
  const server = await createHummerServer(command.options);
  process.stdout.write(`hummer-server listens on ${server.url}\n`);

  let stopping = false;
  const stop = (): void => {
    // The second signal does not wait.
    if (stopping) process.exit(1);
    stopping = true;
    server.close({ drainMs: command.drainMs }).then(
      () => process.exit(0),
      (error: unknown) => {
        fail(error);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
