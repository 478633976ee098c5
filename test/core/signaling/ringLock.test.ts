import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageRingLock, type RingLock } from '../../../src/core/signaling/ringLock.js';
import { createControlledClock, type ControlledClock } from '../../../src/testing/backend/controlledClock.js';

let clock: ControlledClock;

beforeEach(() => {
  clock = createControlledClock();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Channels of one browser: what a tab posts, the others hear. */
function stubChannels(): void {
  const open = new Map<string, Set<{ onmessage: ((event: { data: unknown }) => void) | null }>>();
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      readonly peers: Set<{ onmessage: ((event: { data: unknown }) => void) | null }>;
      constructor(name: string) {
        this.peers = open.get(name) ?? new Set();
        open.set(name, this.peers.add(this));
      }
      postMessage(data: unknown): void {
        for (const peer of [...this.peers]) if (peer !== this) peer.onmessage?.({ data });
      }
      close(): void {
        this.peers.delete(this);
      }
    },
  );
}

/** The browser's locks: one at a time, in the order in which they were asked for. */
function stubLocks(hasBeenActive = true): void {
  const queue: { run: () => Promise<void> }[] = [];
  const next = (): void => {
    const [first] = queue;
    void first?.run().then(() => {
      queue.shift();
      next();
    });
  };
  vi.stubGlobal('navigator', {
    userActivation: { hasBeenActive },
    locks: {
      request: (_name: string, { signal }: { signal: AbortSignal }, run: () => Promise<void>) =>
        new Promise<void>((resolve, reject) => {
          const entry = { run: () => run().then(resolve) };
          signal.addEventListener('abort', () => {
            const at = queue.indexOf(entry);
            if (at > 0) queue.splice(at, 1);
            reject(new Error('aborted'));
          });
          queue.push(entry);
          if (queue.length === 1) next();
        }),
    },
  });
}

/** Tabs that ring, and who of them is heard. */
function tabs(lock: RingLock, count: number) {
  const heard = new Set<number>();
  const stops = Array.from({ length: count }, (_, tab) => {
    const stop = lock.acquire('ring', () => heard.add(tab));
    return () => {
      stop();
      heard.delete(tab);
    };
  });
  return { heard: () => [...heard], stop: (tab: number) => stops[tab]?.() };
}

describe.each([
  ['with locks', stubLocks],
  [
    'with channels only',
    () => {
      vi.stubGlobal('navigator', {});
      stubChannels();
    },
  ],
])('of several tabs, %s,', (_, stub) => {
  it('one is heard, and the next when that one stops', async () => {
    stub();
    const ringing = tabs(pageRingLock(clock), 3);
    await clock.tick(1_000);
    const [first] = ringing.heard();
    expect(ringing.heard()).toHaveLength(1);
    ringing.stop(first!);
    await clock.tick(1_000);
    const [second] = ringing.heard();
    expect(ringing.heard()).toHaveLength(1);
    expect(second).not.toBe(first);
  });

  it('none is heard that has stopped before its turn', async () => {
    stub();
    const ringing = tabs(pageRingLock(clock), 3);
    await clock.tick(1_000);
    for (const tab of [0, 1, 2]) ringing.stop(tab);
    await clock.tick(1_000);
    expect(ringing.heard()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});

describe('a tab', () => {
  it('is heard where there is neither lock nor channel', () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(tabs(pageRingLock(clock), 2).heard()).toEqual([0, 1]);
  });

  it('that nobody has touched lets one ask first that may play sound', async () => {
    stubLocks(false);
    const untouched = tabs(pageRingLock(clock), 1);
    Object.assign(navigator.userActivation, { hasBeenActive: true });
    const touched = tabs(pageRingLock(clock), 1);
    await clock.tick(1_000);
    expect([touched.heard(), untouched.heard()]).toEqual([[0], []]);
  });
});
