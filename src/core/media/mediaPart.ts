import type { HummerInternals, MediaPart, RemoteStreamActions } from '../internals.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { AudioLevels } from './AudioLevels.js';
import { Devices } from './Devices.js';
import { Handles } from './Handles.js';
import { LocalStreams } from './LocalStreams.js';
import type { MediaEngineFactory } from './MediaEngine.js';
import { Memberships } from './Memberships.js';
import { Publications } from './Publications.js';
import { RemoteAudio } from './RemoteAudio.js';
import type { RoomMedia } from './RoomMedia.js';
import type { RoomMediaEnvironment } from './roomMediaTypes.js';
import type { RemotePeer } from './Roster.js';
import { RtcError } from './RtcError.js';
import { TrackRegistry } from './TrackRegistry.js';
import type { PreferredLayers } from './VideoDemand.js';

/** What the media part takes from outside; the defaults are the browser's. */
export interface MediaPartOptions {
  engine?: MediaEngineFactory;
  /** 0 to 1. */
  random?: () => number;
}

/** The engine of apps: mediasoup-client is behind this import, and so in no app's first load. */
export const mediasoup: MediaEngineFactory = async () =>
  (await import('./mediasoupEngine.js')).createMediasoupEngine();

/** Media of one client. Making it touches nothing: it may be made while a page is rendered on a server. */
export function createMediaPart(internals: HummerInternals, options: MediaPartOptions = {}): MediaPart {
  const { store, clock, log } = internals;
  const tracks = new TrackRegistry();
  const devices = new Devices(store);
  const streams = new LocalStreams(store, clock, log, tracks, devices);
  const captureOf = (streamId: string): ReturnType<LocalStreams['capture']> => streams.capture(streamId);
  const publications = new Publications(store, clock, captureOf, (roomKey) => memberships.keep(roomKey));
  const environment: RoomMediaEnvironment = {
    transport: internals.transport,
    clock,
    log,
    engine: options.engine ?? mediasoup,
    requestTimeout: internals.options.requestTimeout,
    tracks,
    batch: (work) => {
      internals.apply(work);
    },
    random: options.random ?? Math.random,
  };
  const memberships = new Memberships(internals, environment, captureOf, (room) => {
    publications.follow(room);
  });
  const audio = new RemoteAudio(store, tracks, devices, log);
  const levels = new AudioLevels(store, clock, tracks, (error) => {
    log.error('A handler of audio levels failed.', error);
  });
  devices.onChange(async () => {
    for (const { slots } of memberships.rooms()) slots.followSink();
    await Promise.resolve();
  });
  const remoteActions = new Map<string, RemoteStreamActions>();
  const part: MediaPart = {
    acquire: (roomKey, rtcOptions) => memberships.acquire(roomKey, rtcOptions),
    rtcActions: (roomKey) => memberships.actions(roomKey),
    rtcClient: (roomKey) => handles.client(roomKey),
    acquireLocalStream: (id, config) => streams.acquire(id, config),
    localStreamActions: (id) => streams.actions(id),
    localStream: (id) => handles.stream(id),
    capture: captureOf,
    acquirePublication: (roomKey, streamId, publishOptions) =>
      publications.acquire(roomKey, streamId, publishOptions),
    remoteStreamActions(streamId) {
      let actions = remoteActions.get(streamId);
      if (!actions)
        remoteActions.set(streamId, (actions = actionsOf(streamId, () => memberships.roomOf(streamId))));
      return actions;
    },
    devices,
    track: (trackId) => tracks.get(trackId),
    watchVideo: ({ streamId }) => memberships.roomOf(streamId)?.demand.watch(streamId) ?? null,
    observeAudioLevel: (key, handler) => levels.observe(key, handler),
    observeSpeaking: (key) => levels.observeSpeaking(key),
    attachRemoteAudio(roomKey) {
      const detach = audio.attach(roomKey);
      const { room, release } = memberships.keep(roomKey);
      const stopSlots = room.slots.hear({
        get sinkId() {
          return devices.sinkId;
        },
        onBlocked() {
          store.session.setState({ autoplayBlocked: true });
        },
      });
      return () => {
        stopSlots();
        release();
        detach();
      };
    },
    keepRoom: (roomKey) => memberships.keep(roomKey),
    watchPeers(roomKey, handler) {
      const { room, release } = memberships.keep(roomKey);
      const joined = ({ id, userId }: RemotePeer): void => {
        handler({ type: 'joined', peerId: id, uid: userId });
      };
      room.roster.peers().forEach(joined);
      const stop = room.on('roster', (change) => {
        if (change.type === 'peer-joined') joined(change.peer);
        else if (change.type === 'peer-left') {
          const { id, userId } = change.peer;
          handler({ type: 'left', peerId: id, uid: userId, code: change.reason?.code ?? null });
        }
      });
      return () => {
        stop();
        release();
      };
    },
    environmentChanged(event) {
      if (event === 'hide' || event === 'show') memberships.pageShown(event === 'show');
    },
    async resumePlayback() {
      levels.resume();
      await Promise.all([audio.resume(), ...memberships.rooms().map(({ slots }) => slots.resume())]);
    },
  };
  const handles = new Handles(internals, part, streams);
  return part;
}

function actionsOf(streamId: string, findRoom: () => RoomMedia | null): RemoteStreamActions {
  const room = (): RoomMedia => {
    const found = findRoom();
    if (found) return found;
    throw new RtcError(
      RtcErrorCode.INVALID_SUBSCRIBED_INFO,
      "This stream has ended: take one of the room's list.",
    );
  };
  return {
    async subscribe(options) {
      await room().subscriptions.subscribe(streamId, kindsOf(options));
    },
    async unsubscribe(options) {
      await room().subscriptions.unsubscribe(streamId, kindsOf(options));
    },
    setVolume(volume) {
      if (!(volume >= 0 && volume <= 100)) {
        throw new RtcError(
          RtcErrorCode.INVALID_PARAMETER,
          `A volume is a number from 0 to 100, not ${String(volume)}.`,
        );
      }
      room().roster.setVolume(streamId, volume);
    },
    async setPreferredLayers(layers) {
      checkLayers(layers);
      await room().demand.prefer(streamId, layers);
    },
  };
}

function checkLayers(layers: PreferredLayers | null): void {
  const fine = (layer: unknown): boolean =>
    Number.isInteger(layer) && (layer as number) >= 0 && (layer as number) <= 3;
  if (layers === null) return;
  if (fine(layers.spatialLayer) && (layers.temporalLayer === undefined || fine(layers.temporalLayer))) return;
  throw new RtcError(
    RtcErrorCode.INVALID_PARAMETER,
    'Layers are {spatialLayer, temporalLayer?}, each 0 (the lowest) to 3, or null for what the size needs.',
  );
}

/** Absent options mean both media; `{audio: true}` only the audio (seed 002, SubscribeOption). */
function kindsOf(options: { audio?: boolean; video?: boolean } | undefined): MediaKind[] {
  if (!options) return ['audio', 'video'];
  const kinds = (['audio', 'video'] as const).filter((kind) => options[kind]);
  if (kinds.length > 0) return kinds;
  throw new RtcError(RtcErrorCode.INVALID_SUBSCRIBED_INFO, 'Name the audio, the video or both.');
}
