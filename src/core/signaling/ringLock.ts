import type { Clock } from '../../lib/clock.js';

/** Of all tabs that share a name one at a time holds it: the one that is to be heard. */
export interface RingLock {
  /** Calls `granted` when this tab is the one; the returned function lets another have it. */
  acquire(name: string, granted: () => void): () => void;
}

/** Parts of a page; outside of one, and in old browsers, they are not there. */
const page: {
  readonly navigator?: { readonly locks?: LockManager; readonly userActivation?: UserActivation };
  readonly BroadcastChannel?: typeof BroadcastChannel;
} = globalThis;

/** Who can play sound asks first: a tab that nobody has touched yet may not be allowed to. */
const UNTOUCHED_WAITS = 150;
/** How long tabs that have no locks wait for each other's word. */
const CLAIM_TIME = 150;

/**
 * By the browser's locks, which let go by themselves when a tab is closed or crashes; where there are none (plain http) by
 * claims on a channel, the lowest of which wins; where there is neither every tab is heard.
 */
export function pageRingLock(clock: Clock): RingLock {
  return {
    acquire(name, granted) {
      const { locks } = page.navigator ?? {};
      const wait = page.navigator?.userActivation?.hasBeenActive === false ? UNTOUCHED_WAITS : 0;
      if (locks) return byLock(locks, clock, wait, name, granted);
      if (page.BroadcastChannel) return byChannel(new page.BroadcastChannel(name), clock, wait, granted);
      granted();
      return () => undefined;
    },
  };
}

function byLock(
  locks: LockManager,
  clock: Clock,
  wait: number,
  name: string,
  granted: () => void,
): () => void {
  const over = new AbortController();
  const ask = (): void => {
    const held = async (): Promise<void> => {
      granted();
      await new Promise<void>((resolve) => {
        over.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    };
    locks.request(name, { signal: over.signal }, held).catch(() => undefined); // it rings no more
  };
  let cancel: () => void = () => undefined;
  if (wait) cancel = clock.setTimeout(ask, wait);
  else ask();
  return () => {
    cancel();
    over.abort();
  };
}

type Claim = { type: 'claim'; id: number } | { type: 'free' } | { type: 'held' };

function byChannel(
  channel: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>,
  clock: Clock,
  wait: number,
  granted: () => void,
): () => void {
  const id = Math.random() + wait; // the lowest claim wins
  let state: 'claims' | 'held' | 'yields' = 'claims';
  let cancel: () => void = () => undefined;
  const say = (claim: Claim): void => {
    channel.postMessage(claim);
  };
  const claim = (): void => {
    state = 'claims';
    say({ type: 'claim', id });
    cancel();
    cancel = clock.setTimeout(() => {
      if (state !== 'claims') return;
      state = 'held';
      granted();
    }, CLAIM_TIME);
  };
  channel.onmessage = ({ data }: MessageEvent<Claim>) => {
    if (data.type === 'free') claim();
    else if (state === 'held') say({ type: 'held' });
    else if (data.type === 'held' || data.id < id) state = 'yields';
    else if (state === 'claims') say({ type: 'claim', id }); // it came later, and did not hear of this one
  };
  claim();
  return () => {
    cancel();
    const mattered = state !== 'yields';
    state = 'yields';
    if (mattered) say({ type: 'free' });
    channel.close();
  };
}
