'use client';
import { useAnnounce } from '../../hooks/internal/useAnnounce.js';
import { useMemberChanges } from '../../hooks/internal/useMemberChanges.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import { useScreenChanges } from './useScreenChanges.js';

/**
 * Tells screen readers who comes and goes, and who shares the screen; shows nothing.
 *
 * Source: REACT.md, Words and readers.
 * @public
 */
export function MeetingRoomAnnouncements(): null {
  const { room } = useMeetingRoom('MeetingRoomAnnouncements');
  const announce = useAnnounce();
  const text = useText();
  useMemberChanges(room, (change, name) => {
    const template = change === 'joined' ? 'announceJoined' : 'announceLeft';
    announce(`member-${change}`, name, (first, count) => text(template, { name: first, count }));
  });
  useScreenChanges(room, (change, name) => {
    announce(`screen-${change}`, name ?? '', (first) => {
      if (name === null) return text(change === 'shared' ? 'announceYouShare' : 'announceYouStopped');
      return text(change === 'shared' ? 'announceShares' : 'announceSharesNoMore', { name: first });
    });
  });
  return null;
}
