import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { choicesIn, invalid, kindsIn, resolutionsIn } from './clientInput.js';
import type { ClientRelay } from './ClientRelay.js';
import type { SubscribeParam } from './clientTypes.js';
import { RemoteStream } from './RemoteStream.js';
import type { RoomMedia } from './RoomMedia.js';
import { RtcError } from './RtcError.js';
import type { SubscribeOption } from './rtcTypes.js';
import type { VideoViewer } from './VideoDemand.js';
import { choiceWith, choiceWithout } from './videoSizes.js';

/** What a client of seed 002 receives, because it asked for it: the seed's client gets nothing by itself. */
export class ClientSubscriptions {
  /** Streams that the app takes whole: their size on the screen is not known here. */
  readonly #pins = new Map<string, VideoViewer>();

  constructor(private readonly relay: ClientRelay) {}

  async subscribe(room: RoomMedia, stream: RemoteStream, option: SubscribeOption | undefined): Promise<void> {
    const streamId = remoteIdOf(stream);
    if (!room.roster.stream(streamId)) {
      throw new RtcError(
        RtcErrorCode.INVALID_SUBSCRIBED_INFO,
        'This stream is not in the room: it has ended.',
      );
    }
    const kinds = kindsIn(option);
    const asked = resolutionsIn(option?.resolutionIds, room.roster.resolutionsOf(streamId));
    this.relay.awaitStream(streamId);
    if (kinds.includes('video')) {
      this.#pin(room, streamId);
      const choice = choiceWith(room.subscriptions.choice(streamId), asked);
      await room.subscriptions.subscribe(streamId, kinds, choice);
    } else await room.subscriptions.subscribe(streamId, kinds);
    this.relay.tellSubscribed(streamId);
  }

  async unsubscribe(
    room: RoomMedia,
    stream: RemoteStream,
    option: SubscribeOption | undefined,
  ): Promise<void> {
    const streamId = remoteIdOf(stream);
    const kinds = kindsIn(option);
    const offered = room.roster.resolutionsOf(streamId);
    const ended = resolutionsIn(option?.resolutionIds, offered);
    this.relay.forgetStream(streamId);
    const left = choiceWithout(room.subscriptions.choice(streamId), ended, offered.at(-1)?.resolutionId);
    if (kinds.includes('video') && left) {
      await room.subscriptions.subscribe(streamId, ['video'], left);
      if (kinds.includes('audio')) await room.subscriptions.unsubscribe(streamId, ['audio']);
      return;
    }
    if (kinds.includes('video')) this.#unpin(streamId);
    await room.subscriptions.unsubscribe(streamId, kinds);
  }

  /** These cameras and no others; sound and screens stay as they are. */
  async replaceCameras(room: RoomMedia, subscribeInfos: SubscribeParam[]): Promise<void> {
    const choices = choicesIn(subscribeInfos, room.roster);
    for (const streamId of this.#pins.keys()) if (!choices.has(streamId)) this.#unpin(streamId);
    for (const streamId of choices.keys()) {
      this.relay.awaitStream(streamId);
      this.#pin(room, streamId);
    }
    await room.subscriptions.replaceVideo(choices);
    for (const streamId of choices.keys()) this.relay.tellSubscribed(streamId);
  }

  /** The client is in another room: what it received is over. */
  reset(): void {
    for (const viewer of this.#pins.values()) viewer.release();
    this.#pins.clear();
  }

  #pin(room: RoomMedia, streamId: string): void {
    if (!this.#pins.has(streamId)) this.#pins.set(streamId, room.demand.pin(streamId));
  }

  #unpin(streamId: string): void {
    this.#pins.get(streamId)?.release();
    this.#pins.delete(streamId);
  }
}

function remoteIdOf(stream: unknown): string {
  if (stream instanceof RemoteStream) return stream.getId();
  throw invalid('stream', 'is a stream that stream-added brought');
}
