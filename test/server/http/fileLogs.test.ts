import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileLogs } from '../../../src/server/http/fileLogs.js';

describe('logs in files', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'logs-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('are in the directory whatever the user is called, and the newest are kept', async () => {
    const directory = join(parent, 'made', 'when needed');
    const sink = fileLogs(directory, { files: 2 });
    for (const [index, uid] of ['ann', '..', 'cid'].entries()) {
      await sink({ appid: '1', uid, text: `of ${uid}`, receivedAt: Date.UTC(2026, 0, 1 + index) });
    }
    const names = (await readdir(directory)).sort();
    expect(names).toEqual(['2026-01-02T00-00-00.000Z-1-...log', '2026-01-03T00-00-00.000Z-1-cid.log']);
    expect(await readFile(join(directory, names[1] ?? ''), 'utf8')).toBe('of cid');
  });
});
