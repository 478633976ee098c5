import type { HummerInternals, MediaPart, PublishOptions, RtcActions } from '../../core/internals.js';
import { absentActions, bindActions, type BoundActions } from './boundActions.js';
import { streamKeyOf, type StreamRef } from './streamKey.js';

/**
 * Actions of a room's media: the same functions in every component.
 * @public
 */
export interface RtcRoomActions {
  /** Joins the media, also after a sticky end. Resolves when joined. */
  readonly join: () => Promise<void>;
  readonly leave: () => Promise<void>;
  /** `'audience'` only watches; what it published ends. */
  readonly switchRole: (role: 'speaker' | 'audience') => Promise<void>;
  /** Publishes a local stream; already published resolves at once. Waits while joining or reconnecting. */
  readonly publish: (stream: StreamRef, options?: PublishOptions) => Promise<void>;
  readonly unpublish: (stream: StreamRef) => Promise<void>;
}

const NAMES = ['join', 'leave', 'switchRole', 'publish', 'unpublish'] as const;
const byStream = /* @__PURE__ */ new WeakMap<RtcActions, RtcRoomActions>();

export function rtcActions(
  internals: HummerInternals,
  media: MediaPart,
  key: string | null,
): BoundActions<RtcRoomActions> {
  if (key === null) return absentActions(internals, 'rtc', NAMES);
  const raw = media.rtcActions(key);
  let actions = byStream.get(raw);
  if (!actions) {
    actions = {
      join: () => raw.join(),
      leave: () => raw.leave(),
      switchRole: (role) => raw.switchRole(role),
      publish: (stream, options) => raw.publish(streamKeyOf(stream).streamId, options),
      unpublish: (stream) => raw.unpublish(streamKeyOf(stream).streamId),
    };
    byStream.set(raw, actions);
  }
  return bindActions(internals, { name: 'rtc', target: key }, actions, NAMES);
}
