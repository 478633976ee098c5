import { expect, it } from 'vitest';
import { MediaLink } from '../../../src/core/media/MediaLink.js';
import type { TransportSocket } from '../../../src/core/transport/Transport.js';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { HummerError } from '../../../src/protocol/errors.js';

const connecting = (error: Error): Promise<void> => {
  const socket = { connect: () => Promise.reject(error) } as unknown as TransportSocket;
  return new MediaLink(socket, 1_000).connect();
};

it.each([
  [HummerErrorCode.TIMEOUT, 90_100_012, /did not answer in time/],
  [HummerErrorCode.CONNECTION_LOST, 90_100_016, /could not be reached/],
])('reads a connect that ends in %i as %i, to be tried again', async (code, rtcCode, message) => {
  const cause = new HummerError(code, 'why');
  await expect(connecting(cause)).rejects.toMatchObject({
    code: rtcCode,
    message: expect.stringMatching(message) as string,
    action: 'retry',
    cause,
  });
});

it('passes on what is no matter of the network', async () => {
  const refused = new HummerError(3000, 'Not you.');
  await expect(connecting(refused)).rejects.toBe(refused);
});
