import { describe, expect, it } from 'vitest';
import { importPeer } from '../../src/server/optionalPeer.js';

const failure = (code: string) => Object.assign(new Error('not there'), { code });

describe('a package that is not installed', () => {
  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
    'becomes the line that installs it (%s)',
    async (code) => {
      const load = () => importPeer('socket.io', () => Promise.reject(failure(code)));
      await expect(load).rejects.toThrow(/socket\.io[^]*npm install .*socket\.io/);
    },
  );

  it('is not blamed for its own trouble', async () => {
    await expect(importPeer('jose', () => Promise.reject(failure('ERR_OTHER')))).rejects.toThrow('not there');
  });
});
