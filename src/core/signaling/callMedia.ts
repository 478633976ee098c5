import { toHummerError, type HummerError } from '../../protocol/errors.js';
import type { CallEndReason } from '../../store/call.js';
import type { RtcState } from '../../store/state.js';
import type { HummerInternals, MediaPart, RtcHold } from '../internals.js';
import { endOfMembership, endOfPeer } from './callEndings.js';

/** What media says about a call. */
export interface CallMediaState {
  /** This client is in the room. */
  readonly joined: boolean;
  /** Who else is. */
  readonly present: readonly string[];
  /** Who else was. */
  readonly seen: ReadonlySet<string>;
  /** Why whoever left last has left. */
  readonly lastLeft: CallEndReason;
  /** This client is out of the room, and not by `leave`. */
  readonly over: { readonly reason: CallEndReason; readonly error: HummerError | null } | null;
}

/** Membership of the media room of one call. */
export interface CallMedia extends CallMediaState {
  leave(): void;
}

/** Loads the media part: it is in no app's first load. */
export type MediaLoader = () => Promise<MediaPart>;

/** Joins, and tells `changed` of everything that matters to the call, after all stores of a frame are in place. */
export function joinCallMedia(
  internals: HummerInternals,
  load: MediaLoader,
  roomKey: string,
  changed: () => void,
): CallMedia {
  const { store, afterApply } = internals;
  const present = new Map<string, string>();
  const seen = new Set<string>();
  const undo: (() => void)[] = [];
  let media: MediaPart | null = null;
  let hold: RtcHold | null = null;
  let left = false;
  let joined = false;
  let lastLeft: CallEndReason = 'hangUp';
  let over: CallMediaState['over'] = null;

  const tell = (): void => {
    afterApply(() => {
      if (!left) changed();
    });
  };

  function followState(state: RtcState | undefined): void {
    if (left || !state) return;
    joined = state.status === 'joined' || state.status === 'reconnecting';
    if (state.status === 'left') over = { reason: endOfMembership(state.leftReason), error: state.error };
    else if (state.status === 'failed' && state.error?.action !== 'retry')
      over = { reason: 'unknown', error: state.error };
    tell();
  }

  function begin(part: MediaPart): void {
    if (left) return;
    media = part;
    undo.push(
      part.watchPeers(roomKey, (change) => {
        if (left) return;
        if (change.type === 'joined') {
          present.set(change.peerId, change.uid);
          seen.add(change.uid);
        } else if (present.delete(change.peerId)) lastLeft = endOfPeer(change.code);
        tell();
      }),
    );
    hold = part.acquire(roomKey, { autoJoin: true });
    undo.push(
      store.rtc.subscribe(roomKey, () => {
        followState(store.rtc.get(roomKey));
      }),
    );
    const state = store.rtc.get(roomKey);
    if (state?.status === 'joined' || state?.status === 'failed') followState(state);
    // An older end is not this call's, but it would last for as long as a component shows the room.
    else if (state?.status === 'left')
      part
        .rtcActions(roomKey)
        .join()
        .catch(() => undefined);
  }

  load().then(begin, (cause: unknown) => {
    over = { reason: 'unknown', error: toHummerError(cause) };
    tell();
  });

  return {
    get joined() {
      return joined;
    },
    get present() {
      return [...new Set(present.values())];
    },
    seen,
    get lastLeft() {
      return lastLeft;
    },
    get over() {
      return over;
    },
    leave() {
      if (left) return;
      left = true;
      for (const stop of undo) stop();
      // At once, though a component still shows the room; who shows it on purpose may join it again.
      void media
        ?.rtcActions(roomKey)
        .leave()
        .catch(() => undefined);
      hold?.release();
    },
  };
}
