import type { ProducerResolution } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { NetworkBandwidth, ResolutionType, SubscribeParam, TurnServerConfig } from './clientTypes.js';
import type { Roster } from './Roster.js';
import { RtcError } from './RtcError.js';
import type { SubscribeOption } from './rtcTypes.js';
import type { VideoChoice } from './videoSizes.js';

/** What a caller gave that cannot be used. */
export function invalid(field: string, rule: string): RtcError {
  return new RtcError(RtcErrorCode.INVALID_PARAMETER, `${field} ${rule}.`, {
    context: { type: 'input', field },
    action: 'fix-input',
  });
}

function invalidSubscription(message: string): RtcError {
  return new RtcError(RtcErrorCode.INVALID_SUBSCRIBED_INFO, message);
}

export function checkNumber(
  field: string,
  value: unknown,
  least: number,
  most: number,
): asserts value is number {
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw invalid(field, `is a number from ${String(least)} to ${String(most)}, not ${String(value)}`);
}

export function checkFlag(field: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalid(field, 'is true or false');
}

/** What is given to an `on`: without types a mistyped name would be waited for in silence. */
export function checkEvent(events: Readonly<Record<string, 1>>, event: unknown, handler: unknown): void {
  if (!Object.hasOwn(events, event as string))
    throw invalid('event', `is one of ${Object.keys(events).join(', ')}, not ${String(event)}`);
  if (typeof handler !== 'function') throw invalid('handler', 'is a function');
}

/** An argument with options, which may be left out. */
export function optionsIn<TOptions extends object>(
  field: string,
  options: TOptions | undefined,
): Partial<TOptions> {
  if (options === undefined) return {};
  if (typeof options === 'object' && (options as object | null)) return options;
  throw invalid(field, 'is an object');
}

/** Seed 002: absent means everything, present at least one of the two. */
export function kindsIn(option: SubscribeOption | undefined): MediaKind[] {
  if (option === undefined) return ['audio', 'video'];
  const kinds =
    typeof option === 'object' && (option as object | null)
      ? (['audio', 'video'] as const).filter((kind) => option[kind])
      : [];
  if (kinds.length > 0) return kinds;
  throw invalidSubscription('Name the audio, the video or both.');
}

/** The sizes that are asked for, each of which the stream must have; empty is the best. */
export function resolutionsIn(
  ids: string | readonly string[] | undefined,
  offered: readonly ProducerResolution[],
): readonly string[] {
  const asked = ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids;
  if (!Array.isArray(asked)) throw invalidSubscription('resolutionIds is a list of ids.');
  for (const id of asked as readonly unknown[]) {
    if (offered.some(({ resolutionId }) => resolutionId === id)) continue;
    const has = offered.map(({ resolutionId }) => resolutionId).join(', ') || 'none';
    throw invalidSubscription(`The stream has no resolution ${String(id)}; it has ${has}.`);
  }
  return asked as readonly string[];
}

/** Lines of the smallest picture that is meant. */
const LINES: Readonly<Record<ResolutionType, number>> = { FHD: 1080, HD: 720, SD: 360, LD: 90 };

/** Whose cameras, in which sizes. */
export function choicesIn(infos: unknown, roster: Roster): Map<string, VideoChoice> {
  if (!Array.isArray(infos))
    throw invalid('subscribeInfos', 'is a list of {userId, resolutionIds?, minResolution?}');
  const choices = new Map<string, VideoChoice>();
  for (const info of infos as readonly (Partial<SubscribeParam> | null)[]) {
    const { userId, resolutionIds, minResolution } = info ?? {};
    const stream = roster
      .streams()
      .find(({ streamKey: { uid, source } }) => uid === userId && source === 'main');
    if (!stream?.hasVideo) throw invalidSubscription(`${String(userId)} publishes no camera in this room.`);
    const { streamId } = stream.streamKey;
    if (choices.has(streamId)) throw invalidSubscription(`${String(userId)} is in the list twice.`);
    if (minResolution !== undefined && !(minResolution in LINES)) {
      throw invalid('minResolution', 'is FHD, HD, SD or LD');
    }
    const asked = resolutionsIn(resolutionIds, roster.resolutionsOf(streamId));
    const minLines = minResolution && LINES[minResolution];
    choices.set(streamId, { best: asked.length === 0, resolutionIds: asked, minLines });
  }
  return choices;
}

export function bandwidthIn(param: NetworkBandwidth | null): number {
  const { maxBandwidth } = (param ?? {}) as Partial<NetworkBandwidth>;
  checkNumber('maxBandwidth', maxBandwidth, 3072, 51_200);
  return maxBandwidth;
}

export function proxyIn(server: unknown): string {
  if (typeof server === 'string' && /^https?:\/\/[^/\s]+\/?$/.test(server)) return server.replace(/\/$/, '');
  throw invalid('server', 'is http://ip:port or https://domain:port');
}

export function iceServersIn(config: TurnServerConfig | null): RTCIceServer[] {
  const { turnServers, udpPort = 3478, userName, credential } = (config ?? {}) as Partial<TurnServerConfig>;
  if (!Array.isArray(turnServers) || turnServers.length === 0 || !turnServers.every(isHost))
    throw invalid('turnServers', 'is a list of host names, addresses or turn: URLs');
  checkNumber('udpPort', udpPort, 1, 65_535);
  for (const [field, value] of Object.entries({ userName, credential }))
    if (value !== undefined && typeof value !== 'string') throw invalid(field, 'is a string');
  return turnServers.map((server) => ({
    urls: /^(turns?|stun):/.test(server) ? server : `turn:${server}:${String(udpPort)}?transport=udp`,
    ...(userName !== undefined && { username: userName }),
    ...(credential !== undefined && { credential }),
  }));
}

function isHost(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && !/\s/.test(value);
}
