import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uploadLog } from '../../../src/core/media/logUpload.js';
import { createLogger } from '../../../src/lib/logger.js';

describe('a log that is uploaded', () => {
  const taken: { url: string; token: string | undefined; text: string }[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      taken.push({ url: request.url ?? '', token: request.headers.authorization, text });
      response.writeHead(status).end();
    });
  });
  let url: string;

  beforeEach(async () => {
    taken.length = 0;
    status = 200;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('has what was written at every level, shown or not', async () => {
    const log = createLogger('none');
    log.debug('The needle.', new TypeError('of the haystack'));
    expect(await uploadLog({ url, appId: 7, userId: 'ada', token: undefined })).toBe(200);
    expect(taken[0]?.url).toBe('/v1/apps/7/logs?uid=ada');
    expect(taken[0]?.text).toContain('debug The needle. TypeError: of the haystack');
  });

  it('shows the token where there is one, and says what the server answered', async () => {
    status = 429;
    expect(await uploadLog({ url, appId: '7', userId: 'ada', token: 'secret' })).toBe(429);
    expect(taken[0]).toMatchObject({ url: '/v1/apps/7/logs', token: 'Bearer secret' });
  });

  it('is 0 where nobody answers', async () => {
    expect(await uploadLog({ url: 'http://127.0.0.1:9', appId: 1, userId: 'ada', token: undefined })).toBe(0);
  });

  it('keeps the last thousand lines and no more', async () => {
    const log = createLogger('none');
    for (let line = 0; line < 1_500; line++) log.info(`line ${String(line)}.`);
    await uploadLog({ url, appId: 1, userId: 'ada', token: undefined });
    const lines = taken[0]?.text.split('\n') ?? [];
    expect(lines).toHaveLength(1_000);
    expect(lines[0]).toMatch(/line 500\.$/);
  });
});
