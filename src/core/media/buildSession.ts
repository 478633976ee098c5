import type { Clock } from '../../lib/clock.js';
import type { MediaTransportParameters, WirePeer } from '../../protocol/media.js';
import type { Consumers } from './Consumers.js';
import { thisDevice } from './device.js';
import type { MediaEngine } from './MediaEngine.js';
import type { MediaLink } from './MediaLink.js';
import { MediaSession } from './MediaSession.js';
import type { Publisher } from './Publisher.js';
import type { ResumeSecret } from './roomMediaTypes.js';
import type { Slots } from './Slots.js';
import type { MediaTicket } from './tickets.js';

/** What a build needs of its room. */
export interface Build {
  readonly link: MediaLink;
  readonly engine: Promise<MediaEngine>;
  readonly clock: Clock;
  readonly consumers: Consumers;
  readonly slots: Slots;
  readonly publisher: Publisher;
  readonly speaker: boolean;
  /** Besides those of the server. */
  readonly iceServers: readonly RTCIceServer[];
  /** Passes a result on, or throws if the build is no longer wanted. */
  wanted<T>(work: Promise<T>): Promise<T>;
  /** Who is there: before anything is told of them. */
  met(peers: readonly WirePeer[]): void;
  /** Called as soon as there is a session: before the server offers anything to it. */
  begin(session: MediaSession): void;
  broken(session: MediaSession, detail: string): void;
}

/**
 * Joins with a new peer. What does not need each other's answers is sent together: the server takes the requests of one
 * socket in order, so the token, the capabilities and the transports cost one round trip, the join and what it brings
 * another.
 */
export async function joinAnew(
  build: Build,
  ticket: MediaTicket,
  join: { displayName: string; autoSubscribe: boolean; topN?: 3 },
): Promise<ResumeSecret | null> {
  const { link } = build;
  const { token, roomid, username } = ticket;
  const authenticated = link.authenticate({
    token,
    ...(roomid && { roomid }),
    ...(username && { username }),
  });
  const below = askForTransports(build);
  const { clientId, resume = null } = await build.wanted(authenticated);
  const engine = await loaded(build, below);
  open(build, engine, clientId, below);
  const goOn = link.holdBack();
  const joined = link.request('join', {
    ...join,
    device: thisDevice(),
    rtpCapabilities: engine.rtpCapabilities,
  });
  // At once: what follows the answer is about these peers.
  joined
    .then(
      ({ peers }) => {
        build.met(peers);
      },
      () => undefined,
    )
    .finally(goOn);
  await build.wanted(joined);
  await build.wanted(below.receiving);
  return resume;
}

/** The server's media worker was replaced: same socket, same peer, everything below it anew. */
export async function rebuildBelow(build: Build, peerId: string): Promise<void> {
  const below = askForTransports(build);
  open(build, await loaded(build, below), peerId, below);
  await build.wanted(below.receiving);
}

interface Below {
  readonly capabilities: ReturnType<MediaLink['request']>;
  readonly receiving: Promise<MediaTransportParameters>;
  readonly sending: Promise<MediaTransportParameters> | undefined;
}

function askForTransports({ link, speaker, publisher }: Build): Below {
  const ask = (producing: boolean): Promise<MediaTransportParameters> =>
    link.request('createWebRtcTransport', { forceTcp: false, producing, consuming: !producing });
  const capabilities = link.request('getRouterRtpCapabilities', {});
  const receiving = ask(false);
  const sending = speaker && publisher.hasWork ? ask(true) : undefined;
  for (const request of [capabilities, receiving, sending]) request?.catch(() => undefined);
  return { capabilities, receiving, sending };
}

async function loaded(build: Build, below: Below): Promise<MediaEngine> {
  const engine = await build.wanted(build.engine);
  await build.wanted(
    below.capabilities.then((router) => engine.load(router as Parameters<MediaEngine['load']>[0])),
  );
  return engine;
}

function open(build: Build, engine: MediaEngine, peerId: string, below: Below): void {
  const session = new MediaSession(peerId, engine, build.link, build.clock, build.iceServers, (detail) => {
    build.broken(session, detail);
  });
  const receiver = below.receiving.then((parameters) => session.openRecv(parameters));
  receiver.catch(() => undefined);
  build.consumers.attach(receiver);
  build.slots.attach(receiver);
  if (below.sending) session.openSend(below.sending).catch(() => undefined);
  build.begin(session);
}
