import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientLogSink } from './clientLogs.js';

/**
 * Keeps uploaded logs as files of a directory, `<time>-<appid>-<uid>.log`, and no more than `files` of them: the oldest go.
 *
 * @param directory - Is made if it is not there.
 * @example
 * ```ts
 * await createHummerServer({ apps, clientLogs: fileLogs('/var/log/hummer') });
 * ```
 * @public
 */
export function fileLogs(directory: string, { files = 1_000 }: { files?: number } = {}): ClientLogSink {
  return async ({ appid, uid, text, receivedAt }) => {
    await mkdir(directory, { recursive: true });
    const time = new Date(receivedAt).toISOString().replaceAll(':', '-');
    // An uid has no slash, and comes last: nothing in it can name another place.
    await writeFile(join(directory, `${time}-${appid}-${uid}.log`), text);
    const kept = (await readdir(directory)).filter((name) => name.endsWith('.log')).sort();
    const old = kept.slice(0, Math.max(kept.length - files, 0));
    await Promise.all(old.map((name) => rm(join(directory, name), { force: true })));
  };
}
