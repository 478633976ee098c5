'use client';
import type { ReactElement } from 'react';

const paths = {
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  microphoneOff:
    'M15 9.5V6a3 3 0 0 0-5.9-.8M9 9v2a3 3 0 0 0 4.6 2.5M5.5 11a6.5 6.5 0 0 0 10.7 5M18.5 11c0 1-.2 1.8-.5 2.6M12 17.5V21M4 4l16 16',
  camera: 'M5 6.5h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM15 11l6-3.5v9L15 13',
  cameraOff:
    'M9.5 6.5H13a2 2 0 0 1 2 2V11l6-3.5v9l-3-1.7M14.8 16.3a2 2 0 0 1-1.8 1.2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2M4 4l16 16',
  leave:
    'M12 8.5c3.6 0 6.7 1.1 8.6 2.9.9.9.8 2.3 0 3.2l-.9.9c-.4.4-1 .5-1.5.2l-2.3-1.3a1.3 1.3 0 0 1-.6-1.4l.2-1.4a11 11 0 0 0-7 0l.2 1.4c.1.6-.1 1.1-.6 1.4l-2.3 1.3c-.5.3-1.1.2-1.5-.2l-.9-.9c-.8-.9-.9-2.3 0-3.2C5.3 9.6 8.4 8.5 12 8.5z',
  call: 'M6.7 3.6l1.5-.4c.8-.2 1.5.2 1.8.9l1 2.5c.2.6.1 1.3-.4 1.7L9.2 9.5c1.1 2.3 2.9 4.2 5.3 5.3l1.2-1.4c.4-.5 1.1-.6 1.7-.4l2.5 1c.7.3 1.1 1 .9 1.8l-.4 1.5c-.3 1-1.1 1.7-2.1 1.7C10.2 19 5 13.7 5 5.7c0-1 .7-1.8 1.7-2.1z',
  silence:
    'M8.2 5.6A6 6 0 0 1 18 10c0 3 .8 4.7 1.6 5.7M6.3 8.2A6 6 0 0 0 6 10c0 4-1.4 5.7-2 6.2h12.2M10 19.5a2.2 2.2 0 0 0 4 0M4 4l16 16',
  screen:
    'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5zM9 20.5h6M12 14V8.5M9.5 11 12 8.5l2.5 2.5',
  more: 'M6 14.5 12 9l6 5.5',
  fullScreen:
    'M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15',
  previous: 'M14.5 5.5 8 12l6.5 6.5',
  next: 'M9.5 5.5 16 12l-6.5 6.5',
  close: 'M6 6l12 12M18 6L6 18',
  grid: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  speakerView: 'M4 5h16v9H4zM4 16.5h4.5V20H4zM9.8 16.5h4.4V20H9.8zM15.5 16.5H20V20h-4.5z',
  panel:
    'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5V17h-2A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5zM8 9.5h8M8 12.8h5',
  send: 'M4 12 3.5 5l17 7-17 7L4 12zm0 0h8',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
} as const;

export type IconName = keyof typeof paths;

/** Our icons: strokes in the text's colour, sized by the text, silent to readers. */
export function Icon({ name }: { name: IconName }): ReactElement {
  const solid = name === 'leave' || name === 'call';
  return (
    <svg
      aria-hidden="true"
      width="1.5em"
      height="1.5em"
      viewBox="0 0 24 24"
      fill={solid ? 'currentColor' : 'none'}
      stroke={solid ? 'none' : 'currentColor'}
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
