import type { CSSProperties } from 'react';
import { hueOf, initials } from './initials.js';

/** What an avatar is, wherever it is shown: silent to readers, who hear the name beside it. */
export function avatar(name: string): {
  className: string;
  style: CSSProperties;
  children: string;
  'aria-hidden': true;
} {
  return {
    className: 'hummer-Avatar',
    style: { '--hummer-avatar-hue': hueOf(name) } as CSSProperties,
    children: initials(name),
    'aria-hidden': true,
  };
}
