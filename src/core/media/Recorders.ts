import type { HummerError } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { Batch, createEntityTable } from '../../store/entityTable.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import type { LocalStreamState, RemoteStreamState, StreamKey } from '../../store/state.js';
import { Counted } from './Counted.js';
import { recordedTrack, type RecordedTrack } from './recordedTracks.js';
import { RtcError, toRtcError, unsupported } from './RtcError.js';

/** How a stream is recorded. @public */
export interface RecordOptions {
  /** Default true, where the stream has it. */
  audio?: boolean | undefined;
  /** Default true, where the stream has it. */
  video?: boolean | undefined;
  /** Default: the best that the browser can, WebM before MP4. */
  mimeType?: string | undefined;
  /** Bits per second. Default: the browser's. */
  videoBitsPerSecond?: number | undefined;
  audioBitsPerSecond?: number | undefined;
}

/** A recording. @public */
export interface RecorderState {
  /** `'ended'`: the stream ended by itself, and `stop()` gives what was recorded until then. */
  readonly status: 'idle' | 'recording' | 'paused' | 'ended' | 'failed';
  /** Type of the file to come; null while nothing is recorded. */
  readonly mimeType: string | null;
  readonly error: HummerError | null;
}

/** What is done to a recording. @public */
export interface RecorderActions {
  readonly start: (options?: RecordOptions) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Resolves with the whole recording. */
  readonly stop: () => Promise<Blob>;
}

export const NO_RECORDING: RecorderState = Object.freeze({ status: 'idle', mimeType: null, error: null });

const TYPES = {
  video: ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
  audio: ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4', 'audio/ogg;codecs=opus'],
};

/** A piece of recording this often, in ms: what is lost if the page crashes, and what a browser keeps in memory at most. */
const SLICE = 1_000;

interface Recording {
  readonly recorder: MediaRecorder;
  readonly pieces: Blob[];
  readonly finished: Promise<void>;
}

/** Recordings of local and remote streams, one of each at a time, by the browser's own recorder. */
export class Recorders {
  /** By stream id. */
  readonly states = createEntityTable<RecorderState>(new Batch());
  readonly #recordings = new Map<string, Recording>();
  /** Recordings that begin. */
  readonly #starting = new Set<string>();
  readonly #actions = new Map<string, RecorderActions>();
  readonly #counted: Counted;

  constructor(
    private readonly internals: HummerInternals,
    private readonly media: MediaPart,
  ) {
    this.#counted = new Counted(internals.clock, (id) => {
      this.#discard(id);
    });
  }

  /** Who shows a recorder holds it: a recording that nobody could stop is thrown away. */
  hold(streamId: string): () => void {
    return this.#counted.hold(streamId);
  }

  actions(key: StreamKey): RecorderActions {
    const id = key.streamId;
    let actions = this.#actions.get(id);
    if (!actions) {
      actions = {
        start: (options = {}) => this.#start(key, options),
        pause: async () => {
          this.#require(id).recorder.pause();
          await Promise.resolve();
        },
        resume: async () => {
          this.#require(id).recorder.resume();
          await Promise.resolve();
        },
        stop: () => this.#stop(id),
      };
      this.#actions.set(id, actions);
    }
    return actions;
  }

  async #start(key: StreamKey, { audio = true, video = true, ...options }: RecordOptions): Promise<void> {
    const id = key.streamId;
    if (this.#recordings.has(id) || this.#starting.has(id)) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'This stream is being recorded: stop that first.');
    }
    if (!('MediaRecorder' in globalThis)) throw unsupported('Recording');
    const tracks = this.#tracks(key).filter(({ kind }) => (kind === 'audio' ? audio : video));
    if (tracks.length === 0) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        'There is nothing to record yet: the stream has no such track here.',
      );
    }
    const mimeType = chooseType(options.mimeType, tracks);
    this.#starting.add(id);
    // A remote video is received whole while it is recorded, however small its tile.
    const viewer = key.isLocal || !video ? null : this.media.watchVideo(key);
    viewer?.update('all');
    const recorded = await Promise.all(tracks.map((track) => recordedTrack(track)));
    const end = (): void => {
      viewer?.release();
      for (const one of recorded) one.close();
    };
    try {
      if (!this.#starting.delete(id)) throw new Error('Whoever wanted the recording is gone.');
      const recorder = recorderOf(recorded, mimeType, options);
      const unfollow = this.#follow(key, recorded, recorder);
      this.#recordings.set(
        id,
        this.#listen(id, recorder, () => {
          unfollow();
          end();
        }),
      );
      recorder.start(SLICE);
    } catch (cause) {
      this.#recordings.delete(id);
      end();
      throw toRtcError(cause);
    }
    this.#set(id, { status: 'recording', mimeType, error: null });
  }

  /** Records the stream's tracks as they come and go, until there will be no more of them. */
  #follow(key: StreamKey, recorded: readonly RecordedTrack[], recorder: MediaRecorder): () => void {
    const { localStreams, remoteStreams } = this.internals.store;
    const table = key.isLocal ? localStreams : remoteStreams;
    const kinds = recorded.map(({ track }) => (track.kind === 'audio' ? 'audio' : 'video'));
    return table.subscribe(key.streamId, () => {
      const state = table.get(key.streamId);
      const tracks = this.#tracks(key);
      for (const one of recorded) one.follow(tracks.find(({ kind }) => kind === one.track.kind) ?? null);
      if (recorder.state !== 'inactive' && isOver(state, kinds)) recorder.stop();
    });
  }

  #listen(id: string, recorder: MediaRecorder, end: () => void): Recording {
    const pieces: Blob[] = [];
    let error: HummerError | null = null;
    const isCurrent = (): boolean => this.#recordings.get(id)?.recorder === recorder;
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) pieces.push(data);
    });
    recorder.addEventListener('pause', () => {
      if (isCurrent()) this.#set(id, { status: 'paused' });
    });
    recorder.addEventListener('resume', () => {
      if (isCurrent()) this.#set(id, { status: 'recording' });
    });
    recorder.addEventListener('error', (event) => {
      error = toRtcError((event as Event & { error?: unknown }).error ?? 'The recording broke off.');
    });
    const finished = new Promise<void>((resolve) => {
      recorder.addEventListener('stop', () => {
        resolve();
        end();
        if (isCurrent()) this.#set(id, { status: error ? 'failed' : 'ended', error });
      });
    });
    return { recorder, pieces, finished };
  }

  async #stop(id: string): Promise<Blob> {
    const recording = this.#require(id);
    const { recorder, pieces } = recording;
    if (recorder.state !== 'inactive') recorder.stop();
    await recording.finished;
    this.#recordings.delete(id);
    this.#set(id, NO_RECORDING);
    return new Blob(pieces, { type: recorder.mimeType });
  }

  #discard(id: string): void {
    const recording = this.#recordings.get(id);
    this.#starting.delete(id);
    this.#recordings.delete(id);
    this.states.delete(id);
    if (recording && recording.recorder.state !== 'inactive') recording.recorder.stop();
  }

  #require(id: string): Recording {
    const recording = this.#recordings.get(id);
    if (recording) return recording;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'Nothing is recorded of this stream: start first.');
  }

  #tracks({ streamId, isLocal }: StreamKey): MediaStreamTrack[] {
    const { localStreams, remoteStreams } = this.internals.store;
    const state = isLocal ? localStreams.get(streamId) : remoteStreams.get(streamId);
    return [state?.audioTrackId, state?.videoTrackId].flatMap((trackId) => {
      const track = trackId == null ? null : this.media.track(trackId);
      return track?.readyState === 'live' ? [track] : [];
    });
  }

  #set(id: string, change: Partial<RecorderState>): void {
    this.states.set(id, Object.freeze({ ...(this.states.get(id) ?? NO_RECORDING), ...change }));
  }
}

/** Nothing more will come of a stream that is gone, or of devices that do not open. A muted one comes back. */
function isOver(
  state: LocalStreamState | RemoteStreamState | undefined,
  kinds: readonly MediaKind[],
): boolean {
  if (!state) return true;
  if (!('error' in state)) return false;
  const { status, error } = state;
  return kinds.every(
    (kind) => state[`${kind}TrackId`] === null && !state[`${kind}Muted`] && (error ?? status === 'idle'),
  );
}

function recorderOf(
  recorded: readonly RecordedTrack[],
  mimeType: string,
  { videoBitsPerSecond, audioBitsPerSecond }: RecordOptions,
): MediaRecorder {
  return new MediaRecorder(new MediaStream(recorded.map(({ track }) => track)), {
    mimeType,
    ...(videoBitsPerSecond !== undefined && { videoBitsPerSecond }),
    ...(audioBitsPerSecond !== undefined && { audioBitsPerSecond }),
  });
}

function chooseType(wanted: string | undefined, tracks: readonly MediaStreamTrack[]): string {
  const kind = tracks.some((track) => track.kind === 'video') ? 'video' : 'audio';
  const candidates = wanted === undefined ? TYPES[kind] : [wanted];
  const found = candidates.find((type) => MediaRecorder.isTypeSupported(type));
  if (found !== undefined) return found;
  throw new RtcError(
    RtcErrorCode.INVALID_PARAMETER,
    `This browser records no ${candidates.join(', ')}: leave mimeType out, and it takes what it can.`,
    { context: { type: 'input', field: 'mimeType' } },
  );
}
