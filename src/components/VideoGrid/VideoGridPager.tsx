'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useVideoGrid, type VideoGridState } from './VideoGridContext.js';

/** @public */
export type VideoGridPagerProps = PartProps<'div', VideoGridState>;

const TURNS = [
  { step: -1, label: 'previousPage', icon: 'previous' },
  { step: 1, label: 'nextPage', icon: 'next' },
] as const;

/**
 * The way to the other pages; absent while there is one.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoGridPager = forwardRef<HTMLDivElement, VideoGridPagerProps>(
  function VideoGridPager(props, ref) {
    const { state, setPage } = useVideoGrid('VideoGridPager');
    const { page, pages } = state;
    const text = useText();
    const [previous, next] = TURNS.map(({ step, label, icon }) => {
      // Not disabled: that would throw the keyboard user off at the last page.
      const over = page + step < 1 || page + step > pages;
      return (
        <button
          key={label}
          type="button"
          className="hummer-Button"
          data-icon="true"
          title={text(label)}
          aria-disabled={over || undefined}
          onClick={() => {
            if (!over) setPage(page + step);
          }}
        >
          <Icon name={icon} />
          <span>{text(label)}</span>
        </button>
      );
    });
    const own = {
      role: 'group',
      'aria-label': text('pages'),
      children: (
        <>
          {previous}
          <span role="status">{text('pageOf', { page: String(page), pages: String(pages) })}</span>
          {next}
        </>
      ),
    };
    const pager = usePart({ tag: 'div', name: 'VideoGrid__pager', state, own }, props, ref);
    return pages > 1 ? pager : null;
  },
);
