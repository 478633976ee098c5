import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executablePath } from '../../../scripts/turnserver.mjs';
import { freeUdpPort } from '../../support/udpRelay.js';

/** A coturn on loopback that knows its clients by the secret that it shares with the server. */
export interface TurnServer {
  readonly urls: string;
  /** What it has said so far. */
  log(): string;
  close(): Promise<void>;
}

export async function startTurnServer(secret: string): Promise<TurnServer> {
  if (executablePath === undefined)
    throw new Error('There is no coturn: npm test installs it, or say where it is in TURNSERVER_PATH.');
  const port = await freeUdpPort();
  const folder = await mkdtemp(join(tmpdir(), 'hummer-turn-'));
  const local = '127.0.0.1';
  const child = spawn(
    executablePath,
    [
      ...['-n', '--verbose', '--log-file', 'stdout', '--pidfile', join(folder, 'pid')],
      ...['--listening-ip', local, '--relay-ip', local, '--listening-port', String(port)],
      ...['--no-tcp', '--no-tls', '--no-dtls', '--no-cli', '--allow-loopback-peers'],
      ...['--use-auth-secret', '--static-auth-secret', secret, '--realm', 'hummer.test'],
      ...['--userdb', join(folder, 'turndb')],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  let text = '';
  const listening = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.includes(`UDP listener opened on: ${local}:${String(port)}`)) resolve();
      });
    }
    child.on('error', reject);
    child.on('exit', () => {
      reject(new Error(`coturn ended by itself:\n${text}`));
    });
  });
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await listening;
  } catch (error) {
    await close();
    throw error;
  }
  return { urls: `turn:${local}:${String(port)}?transport=udp`, log: () => text, close };
}
