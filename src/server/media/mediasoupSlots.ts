import type { types } from 'mediasoup';
import type { AudioLevel, RouterSlot, RouterSlots } from '../ports/MediaRouter.js';
import { SlotRewriter } from './slotRewriter.js';

/** How often the levels are told, in ms: short enough that the first word is heard. */
const INTERVAL = 300;
/** What is quieter is nobody (dBov). */
const THRESHOLD = -70;
/** More than there are slots: whoever holds one must be comparable with who wants it. */
const ENTRIES = 10;

const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** The part of a router that the slots need. */
export interface SlotHost {
  readonly router: types.Router;
  /** The room's producers by id; the slots' own are put in. */
  readonly producers: Map<string, types.Producer>;
}

/**
 * Audio slots by RTP rewriting. mediasoup cannot point a consumer at another producer, so a slot is a producer of this process: it
 * takes the chosen voice out of the worker on a direct transport, rewrites its headers and gives it back as its own. Each listener
 * has one consumer per slot for as long as it stays, and Node touches three streams of 50 packets a second, whatever the room's size.
 */
export class MediasoupSlots implements RouterSlots {
  #handler: ((levels: readonly AudioLevel[]) => void) | undefined;
  #silent = true;

  private constructor(
    private readonly transport: types.DirectTransport,
    private readonly observer: types.AudioLevelObserver,
    readonly slots: readonly MediasoupSlot[],
    private readonly onClose: () => void,
  ) {
    observer.on('volumes', (volumes) => {
      this.#silent = false;
      this.#handler?.(volumes.map(({ producer, volume }) => ({ producerId: producer.id, volume })));
    });
    observer.on('silence', () => {
      if (!this.#silent) this.#handler?.([]);
      this.#silent = true;
    });
  }

  static async create(host: SlotHost, count: number, onClose: () => void): Promise<MediasoupSlots> {
    const { router } = host;
    const transport = await router.createDirectTransport();
    const observer = await router.createAudioLevelObserver({
      interval: INTERVAL,
      threshold: THRESHOLD,
      maxEntries: ENTRIES,
    });
    const slots: MediasoupSlot[] = [];
    for (let index = 0; index < count; index++)
      slots.push(await MediasoupSlot.create(host, transport, index));
    return new MediasoupSlots(transport, observer, slots, onClose);
  }

  /** A microphone takes part. One that has ended meanwhile does not. */
  async hear(producerId: string): Promise<void> {
    await this.observer.addProducer({ producerId }).catch(() => undefined);
  }

  listen(handler: (levels: readonly AudioLevel[]) => void): void {
    this.#handler = handler;
  }

  close(): void {
    this.#handler = undefined;
    this.observer.close();
    this.transport.close();
    this.onClose();
  }
}

class MediasoupSlot implements RouterSlot {
  #voice: types.Consumer | null = null;

  private constructor(
    private readonly router: types.Router,
    private readonly transport: types.DirectTransport,
    private readonly producer: types.Producer,
    private readonly rewriter: SlotRewriter,
  ) {}

  static async create(
    { router, producers }: SlotHost,
    transport: types.DirectTransport,
    index: number,
  ): Promise<MediasoupSlot> {
    const ssrc = 1 + Math.floor(Math.random() * 0xffff_fffe);
    const rtpParameters = slotParameters(router.rtpCapabilities, ssrc, index);
    const producer = await transport.produce({ kind: 'audio', rtpParameters });
    producers.set(producer.id, producer);
    producer.observer.once('close', () => producers.delete(producer.id));
    return new MediasoupSlot(router, transport, producer, new SlotRewriter(ssrc, () => performance.now()));
  }

  get producerId(): string {
    return this.producer.id;
  }

  get carried(): string | null {
    return this.#voice && !this.#voice.closed ? this.#voice.producerId : null;
  }

  /** The voice before goes on until the next one is there, so that a change is no pause. */
  async carry(producerId: string | null): Promise<void> {
    const voice =
      producerId === null
        ? null
        : await this.transport.consume({ producerId, rtpCapabilities: this.router.rtpCapabilities });
    this.#voice?.close();
    this.#voice = voice;
    this.rewriter.begin();
    voice?.on('rtp', (packet) => {
      if (this.#voice === voice && this.rewriter.rewrite(packet)) this.producer.send(packet);
    });
  }
}

/** A slot sends what the router prefers, so that the packets of any voice fit as they are but for their headers. */
function slotParameters(
  { codecs = [], headerExtensions = [] }: types.RtpCapabilities,
  ssrc: number,
  index: number,
): types.RtpParameters {
  const opus = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'audio/opus');
  if (opus?.preferredPayloadType === undefined) throw new Error('The router does not carry Opus.');
  const level = headerExtensions.find(({ kind, uri }) => kind === 'audio' && uri === AUDIO_LEVEL);
  return {
    codecs: [
      {
        mimeType: opus.mimeType,
        payloadType: opus.preferredPayloadType,
        clockRate: opus.clockRate,
        channels: opus.channels ?? 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
      },
    ],
    headerExtensions: level ? [{ uri: AUDIO_LEVEL, id: level.preferredId }] : [],
    encodings: [{ ssrc }],
    rtcp: { cname: `slot-${index}` },
  };
}
