/** What the server door needs beside the hooks' own packages; `mediasoup` and `prom-client` can be left out. */
const INSTALL = 'npm install socket.io jose mediasoup prom-client';

/** Imports an optional peer dependency; a missing one becomes an error with the one line that installs them. */
export async function importPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new Error(
      `hummer-react/server needs the package ${name}. Install what the server needs:\n  ${INSTALL}`,
      {
        cause,
      },
    );
  }
}

function isMissing(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
