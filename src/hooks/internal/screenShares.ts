import { createScreenShares } from '../../core/media/ScreenShares.js';
import type {
  HummerInternals,
  MediaPart,
  ScreenShareActions,
  ScreenSharesPart,
} from '../../core/internals.js';
import { absentActions, bindActions, type BoundActions } from './boundActions.js';

const NAMES = ['start', 'stop'] as const;

/** Sharing screens: only the hooks that share import this. */
export function screenSharesOf(internals: HummerInternals, media: MediaPart): ScreenSharesPart {
  return internals.bring('screenShares', () => createScreenShares(internals, media));
}

export function screenShareActions(
  internals: HummerInternals,
  shares: ScreenSharesPart,
  key: string | null,
): BoundActions<ScreenShareActions> {
  if (key === null) return absentActions(internals, 'screenShare', NAMES);
  return bindActions(internals, { name: 'screenShare', target: key }, shares.actions(key), NAMES);
}
