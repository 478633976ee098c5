import { toHummerError, type HummerError } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { memberKey } from '../../store/clientStore.js';
import type { ScreenShareState } from '../../store/state.js';
import type {
  HummerInternals,
  LocalStreamHold,
  MediaPart,
  ScreenShareActions,
  ScreenShareOptions,
  ScreenSharesPart,
} from '../internals.js';
import { RELEASE_DELAY } from './Membership.js';
import { screenProfile } from './profiles.js';
import { RtcError, unsupported } from './RtcError.js';

/** The local id of the captured screen: one at a time, whatever rooms see it. */
const SCREEN = 'screen';

/** Screens shared in the rooms of one client. */
export function createScreenShares(internals: HummerInternals, media: MediaPart): ScreenSharesPart {
  const shares = new Map<string, ScreenShare>();
  const share = (roomKey: string): ScreenShare => {
    let one = shares.get(roomKey);
    if (!one) shares.set(roomKey, (one = new ScreenShare(roomKey, internals, media)));
    return one;
  };
  return {
    actions: (roomKey) => share(roomKey).actions,
    observe: (roomKey) => share(roomKey).observe(),
  };
}

/** What one share holds from `start` to its end. */
interface Running {
  readonly captured: LocalStreamHold;
  readonly unpublish: () => void;
  /** Resolves when the screen is captured, or was given up. */
  readonly started: Promise<void>;
  readonly settle: (error: HummerError | null) => void;
  stopFollowing: () => void;
  live: boolean;
}

/**
 * The screen as one room sees it: captured, published there, and ended as a whole by whichever comes first of `stop`, the
 * browser's own "stop sharing", the end of the room, a role that may not send, and the last component that shows it.
 */
class ScreenShare {
  readonly actions: ScreenShareActions = {
    start: (options) => this.#start(options),
    stop: async () => {
      this.#end(null);
      this.#set({ status: 'idle', streamKey: null, error: null });
      await Promise.resolve();
    },
  };
  #running: Running | null = null;
  #observers = 0;
  #cancelRelease: () => void = () => undefined;

  constructor(
    private readonly roomKey: string,
    private readonly internals: HummerInternals,
    private readonly media: MediaPart,
  ) {}

  observe(): () => void {
    this.#observers++;
    this.#cancelRelease();
    let observing = true;
    return () => {
      if (!observing) return;
      observing = false;
      if (--this.#observers > 0) return;
      this.#cancelRelease = this.internals.clock.setTimeout(() => {
        this.#end(null);
      }, RELEASE_DELAY);
    };
  }

  async #start({ audio = true, profile = '720p' }: ScreenShareOptions = {}): Promise<void> {
    if (this.#running) return this.#running.started;
    const { width, height, frameRate } = screenProfile(profile);
    this.#mayShare();
    let settle: Running['settle'] = () => undefined;
    const started = new Promise<void>((resolve, reject) => {
      settle = (error) => {
        if (error) reject(error);
        else resolve();
      };
    });
    const captured = this.media.acquireLocalStream(SCREEN, { audio, video: { width, height, frameRate } });
    const unpublish = this.media.acquirePublication(this.roomKey, SCREEN, {});
    this.#running = { captured, unpublish, started, settle, stopFollowing: () => undefined, live: false };
    this.#running.stopFollowing = this.#follow();
    this.#changed();
    return started;
  }

  /** Before the user is asked: a screen that nobody can see is not worth choosing. */
  #mayShare(): void {
    const mediaDevices = (globalThis.navigator as Navigator | undefined)?.mediaDevices;
    if (!mediaDevices || !('getDisplayMedia' in mediaDevices)) throw unsupported('Sharing the screen');
    const { status = 'idle', role = 'speaker' } = this.internals.store.rtc.get(this.roomKey) ?? {};
    if (!['joining', 'joined', 'reconnecting'].includes(status)) {
      throw new RtcError(
        RtcErrorCode.STATUS_ERROR,
        "This client is not in the room's media: join it before you share the screen.",
      );
    }
    if (role === 'audience') {
      throw new RtcError(
        RtcErrorCode.ROLE_NO_PERMISSION,
        'The audience only watches: switch to the role of a speaker to share the screen.',
      );
    }
  }

  #follow(): () => void {
    const { store } = this.internals;
    const changed = (): void => {
      this.#changed();
    };
    const stops = [
      store.localStreams.subscribe(SCREEN, changed),
      store.publications.subscribe(memberKey(this.roomKey, SCREEN), changed),
      store.rtc.subscribe(this.roomKey, changed),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #changed(): void {
    const running = this.#running;
    if (!running) return;
    const { store } = this.internals;
    const capture = store.localStreams.get(SCREEN);
    const publication = store.publications.get(memberKey(this.roomKey, SCREEN));
    const { status: room = 'idle' } = store.rtc.get(this.roomKey) ?? {};
    const captured = capture?.videoTrackId != null;
    if (captured && !running.live) {
      running.live = true;
      running.settle(null);
    }
    if (capture?.status === 'failed') this.#end(capture.error);
    else if (publication?.status === 'failed') this.#end(publication.error);
    else if (running.live && !captured) this.#end(null);
    else if (room === 'left' || room === 'failed' || room === 'idle') this.#end(null);
    else {
      const before = store.screenShares.get(this.roomKey)?.status;
      const sharing = captured && (before === 'sharing' || publication?.status === 'published');
      this.#set({
        status: sharing ? 'sharing' : 'starting',
        streamKey: captured ? running.captured.streamKey : null,
        error: null,
      });
    }
  }

  #end(cause: HummerError | null): void {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    const error = cause && toHummerError(cause);
    this.internals.apply(() => {
      running.stopFollowing();
      running.captured.end();
      running.unpublish();
      this.#set({ status: error ? 'failed' : 'idle', streamKey: null, error });
    });
    running.settle(error);
  }

  #set(next: ScreenShareState): void {
    const { screenShares } = this.internals.store;
    const before = screenShares.get(this.roomKey);
    const same =
      before?.status === next.status && before.streamKey === next.streamKey && before.error === next.error;
    if (!same) screenShares.set(this.roomKey, Object.freeze(next));
  }
}
