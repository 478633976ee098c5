import type { Logger } from '../../lib/logger.js';
import type { RtcState } from '../../store/state.js';
import type { MediaSession } from './MediaSession.js';
import type { Publisher } from './Publisher.js';
import { toWireRole, type NetworkSettings, type RoomMediaOptions } from './roomMediaTypes.js';
import { toRtcError, type RtcError } from './RtcError.js';
import type { Subscriptions } from './Subscriptions.js';
import type { TicketSource } from './tickets.js';

/** What a change of the participation reaches. */
interface ParticipationTargets {
  readonly publisher: Publisher;
  readonly subscriptions: Subscriptions;
  readonly network: NetworkSettings;
  readonly tickets: TicketSource;
  readonly log: Logger;
  /** What to ask of the server, if the room is joined. */
  session(): MediaSession | null;
  /** As what the server knows this client. */
  role(): RoomMediaOptions['role'];
  tell(change: Partial<Pick<RtcState, 'role' | 'displayName'>>): void;
  signatureRefused(error: RtcError): void;
}

/**
 * How this client takes part in a room: its role and name, what it receives by default, how much it may take of the network.
 * What is changed counts at once where the room is joined, and in any case for the next join.
 */
export class Participation {
  readonly #options: RoomMediaOptions = {
    role: 'speaker',
    autoSubscribe: true,
    displayName: '',
    topThree: false,
  };
  #switching: Promise<void> = Promise.resolve();

  constructor(private readonly room: ParticipationTargets) {}

  get options(): Readonly<RoomMediaOptions> {
    return this.#options;
  }

  /** For the next join; what is so in a running membership is changed by name below. */
  configure(options: Partial<RoomMediaOptions>): void {
    Object.assign(this.#options, options);
    const { role, displayName } = this.#options;
    this.room.tell(this.room.session() ? { displayName } : { role, displayName });
  }

  /** The last call counts; each settles when its turn is over. */
  switchRole(role: RoomMediaOptions['role']): Promise<void> {
    this.configure({ role });
    this.#switching = this.#switching.catch(() => undefined).then(() => this.#applyRole());
    return this.#switching;
  }

  async #applyRole(): Promise<void> {
    const { tickets, log } = this.room;
    const session = this.room.session();
    const { role } = this.#options;
    if (session && this.room.role() !== role) {
      try {
        const { token } = await tickets.get(toWireRole(role));
        await session.request('switchRole', { role: toWireRole(role), token });
      } catch (error) {
        this.configure({ role: this.room.role() });
        log.warn(`The role of ${role} was refused.`, error);
        throw toRtcError(error);
      }
      this.#become(role);
    } else this.room.publisher.allow(role === 'speaker');
  }

  /** The operator gave this role: it is the one to join with from now on, and what was published comes and goes with it. */
  takeRole(role: RoomMediaOptions['role']): void {
    this.configure({ role });
    this.#become(role);
  }

  /** The server knows this client in this role. */
  #become(role: RoomMediaOptions['role']): void {
    if (role === 'audience') this.room.session()?.closeSend();
    this.room.tell({ role });
    this.room.publisher.allow(role === 'speaker');
  }

  async changeDisplayName(displayName: string): Promise<void> {
    if (this.#options.displayName === displayName) return;
    this.configure({ displayName });
    await this.#rename(displayName);
  }

  async #rename(displayName: string): Promise<void> {
    try {
      await this.room.session()?.request('changeDisplayName', { displayName });
    } catch (error) {
      this.room.log.warn('The new name was refused.', error);
      throw toRtcError(error);
    }
  }

  setAutoSubscribe(autoSubscribe: boolean): void {
    if (this.#options.autoSubscribe === autoSubscribe) return;
    this.configure({ autoSubscribe });
    if (this.room.session()) this.room.subscriptions.followDefault();
  }

  /** Hears the three loudest by the slots, or everybody by themselves. */
  async setTopThree(topThree: boolean): Promise<void> {
    const { subscriptions } = this.room;
    const session = this.room.session();
    this.configure({ topThree });
    if (!session || subscriptions.topThree === topThree) return;
    subscriptions.topThree = topThree;
    try {
      await session.request('setTopN', { topN: topThree ? 3 : 0 });
      subscriptions.followDefault();
    } catch (error) {
      subscriptions.topThree = !topThree;
      throw toRtcError(error);
    }
  }

  /** For all media, each way, in kbit/s; kept for the next session. */
  async setBandwidth(maxKbps: number): Promise<void> {
    this.room.network.maxKbps = maxKbps;
    // What the server asks of a sender is a wish; what the encoders are told is kept.
    this.room.publisher.limit(maxKbps);
    await this.room.session()?.request('setBandwidth', { maxKbps });
  }

  /** Proves anew who this is. Rejects if the server does not take it. */
  async renewSignature(proof: { signature: string; ctime: number }): Promise<void> {
    try {
      await this.room.session()?.request('renewSignature', proof);
    } catch (cause) {
      const error = toRtcError(cause);
      this.room.signatureRefused(error);
      throw error;
    }
  }

  /** The room is joined, and knows this client as `told`: what was asked for meanwhile follows. */
  catchUp(told: Readonly<RoomMediaOptions>): void {
    const { role, displayName, autoSubscribe, topThree } = this.#options;
    const { subscriptions, network } = this.room;
    if (role !== told.role) void this.switchRole(role).catch(() => undefined);
    if (displayName !== told.displayName) void this.#rename(displayName).catch(() => undefined);
    if (autoSubscribe !== told.autoSubscribe) subscriptions.followDefault();
    void this.setTopThree(topThree).catch(() => undefined);
    if (network.maxKbps !== null) void this.setBandwidth(network.maxKbps).catch(() => undefined);
  }
}
