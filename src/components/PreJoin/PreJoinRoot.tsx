'use client';
import {
  forwardRef,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { useLocalStream } from '../../hooks/media/useLocalStream.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { PreJoinProvider, type PreJoinChoice, type PreJoinState } from './PreJoinContext.js';
import { recall, remember } from './preJoinMemory.js';

/** @public */
export type PreJoinRootProps = PartProps<'form', PreJoinState> & {
  /** The user wants to join, so. */
  onJoin: (choice: PreJoinChoice) => void;
  /** The name to begin with, where none is remembered. */
  defaultName?: string | undefined;
  /** Whether name, microphone and camera are kept for the next time, in this browser. Default true. */
  remembers?: boolean | undefined;
  children?: ReactNode;
};

/**
 * Captures camera and microphone while it is shown, under the id `'main'` that a `MeetingRoom` uses too, and is the form
 * around the parts. Enter joins.
 *
 * @example
 * ```tsx
 * <PreJoinRoot onJoin={join}><PreJoinPreview /><PreJoinName /><PreJoinJoin /></PreJoinRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinRoot = forwardRef<HTMLFormElement, PreJoinRootProps>(function PreJoinRoot(
  { onJoin, defaultName = '', remembers = true, ...props },
  ref,
) {
  const local = useLocalStream({ audio: true, video: true });
  // Null until the user has written something.
  const [written, setName] = useState<string | null>(null);
  const [memory] = useState(memoryOnce);
  const recalled = useSyncExternalStore(unchanging, remembers ? memory : nothing, nothing);
  const name = written ?? recalled.displayName ?? defaultName;
  useMuteOnce(local, recalled);

  const state = useMemo<PreJoinState>(() => ({ status: local.status }), [local.status]);
  const own = {
    'aria-label': useText()('beforeJoining'),
    onSubmit(event: SyntheticEvent) {
      event.preventDefault();
      const captured = local.status === 'ready';
      const choice: PreJoinChoice = {
        displayName: name.trim(),
        audio: captured && !local.audioMuted,
        video: captured && !local.videoMuted,
      };
      // A camera that did not start is no choice of the user's.
      if (remembers) remember(captured ? choice : { ...recalled, ...choice, audio: true, video: true });
      onJoin(choice);
    },
  };
  const form = usePart({ tag: 'form', name: 'PreJoin', state, own }, props, ref);
  return <PreJoinProvider value={{ state, local, name, setName }}>{form}</PreJoinProvider>;
});

const NOTHING: Partial<PreJoinChoice> = Object.freeze({});
const nothing = (): Partial<PreJoinChoice> => NOTHING;
const unchanging = (): (() => void) => () => undefined;

/** Read once, and only in a browser: what is rendered on a server remembers nothing. */
function memoryOnce(): () => Partial<PreJoinChoice> {
  let known: Partial<PreJoinChoice> | null = null;
  return () => (known ??= recall());
}

/** What was off the last time is off as soon as it is captured; afterwards it is the user's. */
function useMuteOnce(
  local: ReturnType<typeof useLocalStream>,
  { audio, video }: Partial<PreJoinChoice>,
): void {
  const latest = useLatest(local);
  const done = useRef(false);
  const ready = local.status === 'ready';
  useEffect(() => {
    if (!ready || done.current || (audio === undefined && video === undefined)) return;
    done.current = true;
    const { muteAudio, muteVideo } = latest.current;
    if (audio === false) muteAudio().catch(() => undefined);
    if (video === false) muteVideo().catch(() => undefined);
  }, [ready, audio, video, latest]);
}
