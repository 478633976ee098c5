'use client';
import { useEffect, useRef } from 'react';
import type { HummerInternals, RtcHold, RtcOptions } from '../../core/internals.js';
import { toHummerError } from '../../protocol/errors.js';
import { noteHolder } from '../internal/dev.js';
import { errorHubOf } from '../internal/errorHub.js';
import { useLatest } from '../internal/useLatest.js';
import { useStable } from '../internal/useStable.js';

/**
 * Holds the media of a room while mounted, for `<HummerRoom media>`. If no other hook has brought the media part, it is
 * loaded now: so a room without media does not carry it.
 */
export function useRoomMedia(
  internals: HummerInternals,
  key: string | null,
  options: false | RtcOptions,
): void {
  const stable = useStable(options);
  const latest = useLatest(stable);
  const held = useRef<RtcHold | null>(null);
  const wanted = stable !== false && key !== null;
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    const forget = noteHolder(internals, 'HummerRoom', `rtc of ${key}`, { ...latest.current });
    const begin = (): void => {
      if (!over) held.current = internals.media.acquire(key, latest.current || {});
    };
    if (internals.hasMedia) begin();
    else {
      import('../internal/bringMedia.js').then(
        ({ bringMedia }) => {
          bringMedia(internals);
          begin();
        },
        (cause: unknown) => {
          errorHubOf(internals).report(toHummerError(cause), { source: 'rtc.load', target: key });
        },
      );
    }
    return () => {
      over = true;
      forget();
      held.current?.release();
      held.current = null;
    };
  }, [internals, key, wanted, latest]);
  useEffect(() => {
    if (stable) held.current?.update(stable);
  }, [stable]);
}
