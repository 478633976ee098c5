import { createServer, type Server } from 'node:http';
import { verifyPush, type PushMessage } from '../../../src/server/index.js';

/** A service that wakes devices for a hummer-server. `wake` is yours: APNs, FCM, Web Push, … */
export function createPushReceiver(key: string, wake: (push: PushMessage) => Promise<void>): Server {
  /** Messages come again after a failure: what was done once is not done twice. Keep it where your processes share it. */
  const done = new Set<string>();

  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = String(request.headers['hummer-signature']);
      let push: PushMessage;
      try {
        push = verifyPush({ body: Buffer.concat(chunks), signature, key });
      } catch {
        response.writeHead(401).end();
        return;
      }
      const first = !done.has(push.id);
      done.add(push.id);
      (first ? wake(push) : Promise.resolve()).then(
        () => response.writeHead(204).end(),
        () => {
          done.delete(push.id);
          response.writeHead(503).end(); // it will come again
        },
      );
    });
  });
}
