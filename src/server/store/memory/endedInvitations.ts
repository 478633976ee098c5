import type { InvitationLimits } from '../../../protocol/limits.js';
import { bytesOf, type InvitationRecord } from '../../ports/InvitationStore.js';

interface Kept<T> {
  readonly entry: T;
  readonly endedAt: number;
  readonly bytes: number;
}

/** Invitations that have ended, for devices that come back: for a time, and within a budget for each app. */
export class EndedInvitations<T extends { record: InvitationRecord }> {
  readonly #limits: Pick<InvitationLimits, 'keepEnded' | 'endedBytesPerApp'>;
  readonly #dropped: (entry: T) => void;
  /** By app, the longest ended first. */
  readonly #apps = new Map<string, { kept: Set<Kept<T>>; bytes: number }>();

  constructor(limits: Pick<InvitationLimits, 'keepEnded' | 'endedBytesPerApp'>, dropped: (entry: T) => void) {
    this.#limits = limits;
    this.#dropped = dropped;
  }

  add(entry: T, endedAt: number): void {
    const { appid } = entry.record;
    let app = this.#apps.get(appid);
    if (!app) this.#apps.set(appid, (app = { kept: new Set(), bytes: 0 }));
    const kept: Kept<T> = { entry, endedAt, bytes: bytesOf(entry.record) };
    app.kept.add(kept);
    app.bytes += kept.bytes;
    this.#prune(appid, (oldest, { bytes }) => {
      return bytes > this.#limits.endedBytesPerApp || oldest.endedAt + this.#limits.keepEnded <= endedAt;
    });
  }

  sweep(now: number): void {
    for (const appid of [...this.#apps.keys()]) {
      this.#prune(appid, ({ endedAt }) => endedAt + this.#limits.keepEnded <= now);
    }
  }

  #prune(appid: string, outlived: (oldest: Kept<T>, app: { bytes: number }) => boolean): void {
    const app = this.#apps.get(appid);
    if (!app) return;
    for (const oldest of app.kept) {
      if (!outlived(oldest, app)) break;
      app.kept.delete(oldest);
      app.bytes -= oldest.bytes;
      this.#dropped(oldest.entry);
    }
    if (app.kept.size === 0) this.#apps.delete(appid);
  }
}
