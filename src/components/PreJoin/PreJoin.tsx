'use client';
import { forwardRef } from 'react';
import { PreJoinControls } from './PreJoinControls.js';
import { PreJoinDevices } from './PreJoinDevices.js';
import { PreJoinJoin } from './PreJoinJoin.js';
import { PreJoinLabel } from './PreJoinLabel.js';
import { PreJoinLevel } from './PreJoinLevel.js';
import { PreJoinName } from './PreJoinName.js';
import { PreJoinPreview } from './PreJoinPreview.js';
import { PreJoinRoot, type PreJoinRootProps } from './PreJoinRoot.js';

/** Props of {@link PreJoin}. @public */
export type PreJoinProps = Omit<PreJoinRootProps, 'children'>;

/**
 * Before a meeting: how one looks and sounds, under which name, with which devices. Name, microphone and camera are
 * remembered, and so are the devices.
 *
 * @example
 * ```tsx
 * const [choice, setChoice] = useState<PreJoinChoice | null>(null);
 * return choice
 *   ? <MeetingRoom roomId="demo" displayName={choice.displayName} />
 *   : <PreJoin onJoin={setChoice} />;
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoin = forwardRef<HTMLFormElement, PreJoinProps>(function PreJoin(props, ref) {
  return (
    <PreJoinRoot {...props} ref={ref}>
      <PreJoinPreview />
      <PreJoinLevel />
      <PreJoinControls />
      <PreJoinLabel>
        <PreJoinName />
      </PreJoinLabel>
      <PreJoinDevices />
      <PreJoinJoin />
    </PreJoinRoot>
  );
});
