import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { executablePath, isNeeded } from '../../../scripts/xvfb.mjs';

/** A screen that nobody sees, for a browser that is not headless. */
export interface VirtualScreen {
  /** What the browser's environment has to say. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openVirtualScreen(): Promise<VirtualScreen> {
  if (!isNeeded) return { env: {}, close: () => Promise.resolve() };
  if (executablePath === undefined)
    throw new Error('There is no Xvfb: npm test installs it, or say where it is in XVFB_PATH.');
  const args = ['-displayfd', '3', '-screen', '0', '640x480x24', '-nolisten', 'tcp'];
  const child = spawn(executablePath, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  // It chooses a free number and says it when it is ready.
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]?.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().trim());
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`Xvfb ended with ${String(code)}.`));
    });
  });
  return {
    env: { DISPLAY: `:${number}` },
    async close() {
      child.kill();
      await ended;
    },
  };
}
