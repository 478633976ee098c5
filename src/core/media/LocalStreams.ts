import type { Clock } from '../../lib/clock.js';
import { defined } from '../../lib/defined.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { LOCAL_STREAMS, type ClientStore } from '../../store/clientStore.js';
import type { LocalStreamState, MediaPermission, StreamKey } from '../../store/state.js';
import type { Logger } from '../../lib/logger.js';
import { sameFields } from '../../lib/sameFields.js';
import type { LocalStreamActions, LocalStreamConfig, LocalStreamHold } from '../internals.js';
import { DEFAULT_AUDIO, DEFAULT_SCREEN, DEFAULT_VIDEO } from './capture.js';
import type { Devices } from './Devices.js';
import type { CaptureSource, CaptureWish } from './CaptureSlot.js';
import { LocalCapture } from './LocalCapture.js';
import type { HeldCapture } from './streamCaptures.js';
import { RELEASE_DELAY } from './Membership.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { audioProfile, videoProfile } from './profiles.js';
import { RtcError } from './RtcError.js';
import { sharedCaptures } from './sharedCaptures.js';
import type { TrackRegistry } from './TrackRegistry.js';

interface Entry {
  readonly id: string;
  readonly capture: LocalCapture;
  readonly actions: LocalStreamActions;
  /** In the order of their calls; the config of the first counts. */
  readonly holders: Set<{ config: LocalStreamConfig }>;
  readonly trackIds: Record<MediaKind, string | null>;
  cancelRelease: () => void;
  key: StreamKey;
  /** In the store: from the first hold to the end of the last. */
  shown: boolean;
  started: boolean;
}

/**
 * Local captures by id, each shared by everybody who asks for that id. Their state goes to the store, their tracks to the
 * registry. Opening a device twice is impossible: there is one capture, and it follows one wish.
 */
export class LocalStreams {
  readonly #entries = new Map<string, Entry>();
  #followsLogin = false;

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly tracks: TrackRegistry,
    private readonly devices: Devices,
  ) {
    devices.onChange(async () => {
      await Promise.all([...this.#entries.values()].map(({ capture }) => capture.reconsider()));
    });
  }

  acquire(id: string, config: LocalStreamConfig): LocalStreamHold {
    this.#followLogin();
    const entry = this.#entry(id);
    const holder = { config };
    entry.cancelRelease();
    entry.holders.add(holder);
    const stopObserving = this.devices.observe();
    this.#show(entry);
    this.#apply(entry);
    let released = false;
    const release = (delay: number): void => {
      if (released) return;
      released = true;
      stopObserving();
      entry.holders.delete(holder);
      if (entry.holders.size === 0) this.#release(entry, delay);
      else this.#apply(entry);
    };
    return {
      get streamKey() {
        return entry.key;
      },
      update: (next) => {
        if (released) return;
        holder.config = next;
        this.#apply(entry);
      },
      release: () => {
        release(RELEASE_DELAY);
      },
      end: () => {
        release(0);
      },
    };
  }

  /** What a stream of seed 002 over this capture needs of it. */
  held(id: string): HeldCapture {
    const entry = this.#entry(id);
    return { capture: entry.capture, streamKey: () => entry.key };
  }

  actions(id: string): LocalStreamActions {
    return this.#entry(id).actions;
  }

  /** The capture of an id, made if it is not there: a publication may be declared before its capture. */
  capture(id: string): LocalCapture {
    return sharedCaptures.get(id) ?? this.#entry(id).capture;
  }

  #entry(id: string): Entry {
    let entry = this.#entries.get(id);
    if (!entry) {
      const source = id === 'screen' ? 'screen' : 'main';
      const capture = new LocalCapture(id, source, this.devices, (error) => {
        this.log.error('A media handler failed.', error);
      });
      entry = {
        id,
        capture,
        actions: actionsOf(capture),
        holders: new Set(),
        trackIds: { audio: null, video: null },
        cancelRelease: () => undefined,
        key: this.#keyOf(id),
        shown: false,
        started: false,
      };
      const made = entry;
      capture.onChange((kind) => {
        this.#changed(made, kind);
      });
      this.#entries.set(id, entry);
    }
    return entry;
  }

  #apply(entry: Entry): void {
    const [first] = entry.holders;
    if (!first) return;
    entry.started = false;
    void entry.capture.apply(toWish(first.config, entry.capture.source)).then(() => {
      entry.started = true;
      this.#changed(entry);
    });
    this.#changed(entry);
  }

  #release(entry: Entry, delay: number): void {
    const end = (): void => {
      entry.capture.close();
      this.store.batch(() => {
        entry.shown = false;
        this.store.localStreams.delete(entry.id);
        this.store.speaking.delete(entry.id);
        this.#list();
      });
    };
    if (delay === 0) end();
    else entry.cancelRelease = this.clock.setTimeout(end, delay);
  }

  #show(entry: Entry): void {
    if (entry.shown) return;
    entry.shown = true;
    entry.key = this.#keyOf(entry.id);
    this.store.batch(() => {
      this.#changed(entry);
      this.#list();
    });
  }

  #changed(entry: Entry, kind?: MediaKind): void {
    if (kind) this.#register(entry, kind);
    if (!entry.shown) return;
    const next = this.#state(entry);
    const before = this.store.localStreams.get(entry.id);
    if (!before || !sameFields(next, before)) this.store.localStreams.set(entry.id, next);
  }

  #register({ capture, trackIds }: Entry, kind: MediaKind): void {
    const track = capture.track(kind);
    const before = trackIds[kind];
    if (before === (track?.id ?? null)) return;
    if (before !== null) this.tracks.delete(before);
    trackIds[kind] = track?.id ?? null;
    if (track) this.tracks.set(track.id, track);
  }

  #state(entry: Entry): LocalStreamState {
    const { capture, key, trackIds } = entry;
    const error = capture.error('video') ?? capture.error('audio');
    const live = capture.track('audio') !== null || capture.track('video') !== null;
    const wished = capture.wished('audio') || capture.wished('video');
    const off = capture.wished('video') && capture.muted('video') && !capture.wished('audio');
    const status =
      live || off ? 'ready' : error ? 'failed' : !wished ? 'idle' : entry.started ? 'ready' : 'starting';
    return {
      streamKey: key,
      status,
      permission: this.#permission(capture),
      error,
      audioTrackId: trackIds.audio,
      videoTrackId: trackIds.video,
      audioMuted: capture.muted('audio'),
      videoMuted: capture.muted('video'),
    };
  }

  #permission(capture: LocalCapture): MediaPermission {
    const states = (['audio', 'video'] as const)
      .filter((kind) => capture.wished(kind) || capture.error(kind))
      .map((kind) => {
        if (capture.track(kind)) return 'granted';
        if (capture.error(kind)?.code === RtcErrorCode.CAPTURE_PERMISSION_DENIED) return 'denied';
        return this.store.devices.get(kind === 'audio' ? 'microphone' : 'camera')?.permission ?? 'unknown';
      });
    return (
      (['denied', 'prompt', 'unknown', 'granted'] as const).find((state) => states.includes(state)) ??
      'unknown'
    );
  }

  #list(): void {
    const keys = [...this.#entries.values()].filter(({ shown }) => shown).map(({ key }) => key);
    this.store.localStreamKeys.set(LOCAL_STREAMS, Object.freeze(keys));
  }

  #keyOf(id: string): StreamKey {
    const uid = this.store.session.getState().login.uid ?? '';
    return Object.freeze({ streamId: id, uid, source: id === 'screen' ? 'screen' : 'main', isLocal: true });
  }

  /** A key names its user, who may log in only after the capture began. */
  #followLogin(): void {
    if (this.#followsLogin) return;
    this.#followsLogin = true;
    this.store.session.subscribe((session, before) => {
      if (session.login.uid === before.login.uid || session.login.uid === null) return;
      this.store.batch(() => {
        for (const entry of this.#entries.values()) {
          if (!entry.shown || entry.key.uid === session.login.uid) continue;
          entry.key = this.#keyOf(entry.id);
          this.#changed(entry);
        }
        this.#list();
      });
    });
  }
}

function actionsOf(capture: LocalCapture): LocalStreamActions {
  const needs = (kind: MediaKind): void => {
    if (capture.wished(kind)) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      `This stream captures no ${kind}: ask for it in the stream's configuration.`,
    );
  };
  const setMuted = async (kind: MediaKind, muted: boolean): Promise<void> => {
    needs(kind);
    await capture.setMuted(kind, muted);
  };
  return {
    muteAudio: () => setMuted('audio', true),
    unmuteAudio: () => setMuted('audio', false),
    muteVideo: () => setMuted('video', true),
    unmuteVideo: () => setMuted('video', false),
    async switchDevice(kind, deviceId) {
      const media = kind === 'camera' ? 'video' : 'audio';
      needs(media);
      await capture.switchDevice(media, deviceId);
    },
  };
}

function toWish({ audio = false, video = false }: LocalStreamConfig, source: CaptureSource): CaptureWish {
  const usual = source === 'screen' ? DEFAULT_SCREEN : DEFAULT_VIDEO;
  const { profile: sound, ...microphone } = audio === true || !audio ? {} : audio;
  const { profile: picture, ...camera } = video === true || !video ? {} : video;
  return {
    audio:
      audio === false
        ? null
        : { ...DEFAULT_AUDIO, ...(sound && audioProfile(sound)), ...defined(microphone) },
    video: video === false ? null : { ...usual, ...(picture && videoProfile(picture)), ...defined(camera) },
  };
}
