import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaTokenRequest, MediaTokenResult } from '../../protocol/media.js';
import type { MediaNotifications, MediaRequests, MediaServerRequests } from '../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { Responder, TransportSocket } from '../transport/Transport.js';
import { isLost } from './endings.js';
import { RtcError } from './RtcError.js';

/** What the server says on `/`: notifications, and requests that want an answer. */
export type MediaEvent =
  | {
      [E in keyof MediaNotifications]: { event: E; data: MediaNotifications[E]; respond?: undefined };
    }[keyof MediaNotifications]
  | {
      [E in keyof MediaServerRequests]: {
        event: E;
        data: MediaServerRequests[E]['data'];
        respond: Responder;
      };
    }[keyof MediaServerRequests];

/** One socket on `/`, typed by the protocol. */
export class MediaLink {
  /** What came while it was held back; null while nothing is. */
  #heldBack: MediaEvent[] | null = null;
  #onEvent: (event: MediaEvent) => void = () => undefined;

  constructor(
    private readonly socket: TransportSocket,
    private readonly timeout: number,
  ) {}

  /** Rejects with 90100012 if nothing answers in time, with 90100016 if the address refuses. */
  async connect(): Promise<void> {
    try {
      await this.socket.connect(this.timeout);
    } catch (cause) {
      if (!isLost(cause)) throw cause;
      const late = cause instanceof HummerError && cause.code === HummerErrorCode.TIMEOUT;
      throw new RtcError(
        late ? RtcErrorCode.WEBSOCKET_CONNECT_TIMEOUT : RtcErrorCode.WEBSOCKET_CONNECT_ERROR,
        `The media server ${late ? 'did not answer in time' : 'could not be reached'}: check its address and the network.`,
        { cause },
      );
    }
  }

  authenticate(request: MediaTokenRequest): Promise<MediaTokenResult> {
    return this.socket.request('token', request, this.timeout) as Promise<MediaTokenResult>;
  }

  request<E extends keyof MediaRequests>(
    event: E,
    data: MediaRequests[E]['data'],
  ): Promise<MediaRequests[E]['result']> {
    return this.socket.request(event, data, this.timeout) as Promise<MediaRequests[E]['result']>;
  }

  /** The server is ours and its events are typed by the protocol; names that are not in it reach `default` branches. */
  listen(onEvent: (event: MediaEvent) => void, onDrop: (detail: string) => void): void {
    this.#onEvent = onEvent;
    this.socket.onEvent((event, data, respond) => {
      const told = { event, data, respond } as MediaEvent;
      if (this.#heldBack) this.#heldBack.push(told);
      else onEvent(told);
    });
    this.socket.onDrop(onDrop);
  }

  /**
   * Holds events back until the returned function is called. An answer that lists what is there is older than the events
   * that come after it; but it is read a few microtasks later, and they may have come in the same frame.
   */
  holdBack(): () => void {
    this.#heldBack ??= [];
    return () => {
      const events = this.#heldBack ?? [];
      this.#heldBack = null;
      events.forEach(this.#onEvent);
    };
  }

  close(): void {
    this.socket.close();
  }
}
