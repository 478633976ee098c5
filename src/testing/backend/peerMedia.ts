import { MediaLink } from '../../core/media/MediaLink.js';
import type { Transport } from '../../core/transport/Transport.js';
import type { MediaSource } from '../../protocol/media.js';
import type { DtlsParameters, MediaKind, RtpParameters } from '../../protocol/rtp.js';

/** What a peer sends: nobody decodes it, so one codec each is enough. */
function parametersOf(kind: MediaKind, ssrc: number): RtpParameters {
  const codec =
    kind === 'audio'
      ? { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }
      : { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 };
  return {
    mid: String(ssrc),
    codecs: [{ ...codec, parameters: {}, rtcpFeedback: [] }],
    headerExtensions: [],
    encodings: [{ ssrc }],
    rtcp: { cname: 'peer', reducedSize: true },
  };
}

const DTLS: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

/** What a peer can publish, and as what it is sent. */
const KINDS = {
  microphone: 'audio',
  camera: 'video',
  screen: 'video',
  'screen-audio': 'audio',
} as const satisfies Partial<Record<MediaSource, MediaKind>>;

/** @see KINDS */
export type PeerSource = keyof typeof KINDS;

const TIMEOUT = 10_000;

/** A peer's media connection to one room: it publishes, and receives nothing. */
export class PeerMedia {
  readonly #link: MediaLink;
  readonly #producers = new Map<PeerSource, string>();
  #transportId: string | null = null;
  #ssrc = 1_000;
  #dropped = false;

  private constructor(link: MediaLink) {
    this.#link = link;
  }

  static async join(
    transport: Transport,
    {
      url,
      session,
      roomId,
      displayName,
    }: { url: string; session: string; roomId: string; displayName: string },
  ): Promise<PeerMedia> {
    const link = new MediaLink(transport.socket({ url, namespace: '/' }), TIMEOUT);
    const media = new PeerMedia(link);
    link.listen(
      () => undefined,
      () => {
        media.#dropped = true;
      },
    );
    await link.connect();
    await link.authenticate({ token: { session }, roomid: roomId });
    await link.request('join', {
      displayName,
      device: { flag: 'test', name: 'Test peer', version: '1' },
      autoSubscribe: false,
    });
    return media;
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  /** Server ids of what is published. */
  producerId(source: PeerSource): string | null {
    return this.#producers.get(source) ?? null;
  }

  async publish(source: PeerSource): Promise<void> {
    if (this.#producers.has(source)) return;
    const kind = KINDS[source];
    const transportId = await this.#transport();
    const { id } = await this.#link.request('produce', {
      transportId,
      kind,
      rtpParameters: parametersOf(kind, this.#ssrc++),
      appData: { source },
    });
    this.#producers.set(source, id);
  }

  async unpublish(source: PeerSource): Promise<void> {
    const producerId = this.#producers.get(source);
    if (producerId === undefined) return;
    this.#producers.delete(source);
    await this.#link.request('closeProducer', { producerId });
  }

  async setMuted(source: PeerSource, muted: boolean): Promise<void> {
    const producerId = this.#producers.get(source);
    if (producerId === undefined) throw new Error(`This peer publishes no ${source}: call publish() first.`);
    await this.#link.request(muted ? 'pauseProducer' : 'resumeProducer', { producerId });
  }

  async leave(): Promise<void> {
    if (!this.#dropped) await this.#link.request('leave', {});
    this.#link.close();
  }

  close(): void {
    this.#link.close();
  }

  async #transport(): Promise<string> {
    if (this.#transportId !== null) return this.#transportId;
    const { id } = await this.#link.request('createWebRtcTransport', {
      forceTcp: false,
      producing: true,
      consuming: false,
    });
    await this.#link.request('connectWebRtcTransport', { transportId: id, dtlsParameters: DTLS });
    this.#transportId = id;
    return id;
  }
}
