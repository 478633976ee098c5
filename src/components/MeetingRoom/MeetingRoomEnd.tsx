'use client';
import { forwardRef, useEffect, useRef, type ReactElement, type Ref } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import type { MeetingEnd } from './useMeetingEnd.js';

/** @public */
export type MeetingRoomEndProps = PartProps<'div'>;

const texts = {
  failed: 'joinFailed',
  leave: 'youLeft',
  logout: 'youLeft',
  closed: 'youLeft',
  timeout: 'connectionTimedOut',
  kicked: 'youWereRemoved',
  banned: 'youWereBanned',
  dismissed: 'meetingEnded',
  evicted: 'joinedElsewhere',
} as const satisfies Record<MeetingEnd['reason'], string>;

/**
 * What is left when the meeting is over: why, and the way back in. It takes the focus, since the controls are gone.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomEnd = forwardRef<HTMLDivElement, MeetingRoomEndProps>(
  function MeetingRoomEnd(props, ref) {
    const { end } = useMeetingRoom('MeetingRoomEnd');
    return end === null ? null : <Ended {...props} end={end} forwarded={ref} />;
  },
);

type EndedProps = MeetingRoomEndProps & { end: MeetingEnd; forwarded: Ref<HTMLDivElement> };

function Ended({ end, forwarded, ...props }: EndedProps): ReactElement {
  const { root } = useMeetingRoom('MeetingRoomEnd');
  const text = useText();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Only from where the meeting had it: a page is not robbed of its focus.
    const { activeElement } = document;
    if (activeElement === document.body || root.current?.contains(activeElement)) {
      title.current?.focus({ preventScroll: true });
    }
  }, [root]);
  const own = {
    'data-reason': end.reason,
    children: (
      <>
        <h2 ref={title} tabIndex={-1}>
          {text(texts[end.reason])}
        </h2>
        {end.error && <p>{end.error.message}</p>}
        {end.reason !== 'banned' && end.reason !== 'dismissed' && (
          <button type="button" className="hummer-Button" data-variant="primary" onClick={end.rejoin}>
            {text(end.reason === 'failed' ? 'tryAgain' : 'rejoin')}
          </button>
        )}
      </>
    ),
  };
  return usePart({ tag: 'div', name: 'MeetingRoom__end', own }, props, forwarded);
}
