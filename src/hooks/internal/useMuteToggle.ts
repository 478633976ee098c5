'use client';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LocalStreamActions, MediaPart } from '../../core/internals.js';
import type { StreamKey } from '../../store/state.js';
import { bindActions } from './boundActions.js';
import { useMedia } from './useMedia.js';
import { useTableValue } from './useTable.js';

/**
 * Props of a toggle button. Its label is constant ('Mute'); `aria-pressed` says the state.
 * @public
 */
export interface ToggleButtonProps {
  readonly type: 'button';
  readonly 'aria-pressed': boolean;
  /** While pending, instead of `disabled`, so that the focus stays. */
  readonly 'aria-disabled'?: true;
  readonly 'data-muted'?: 'true';
  readonly 'data-pending'?: 'true';
  /** There is nothing to toggle. */
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/**
 * What a toggle hook returns.
 * @public
 */
export interface ToggleResult {
  readonly buttonProps: ToggleButtonProps;
  /** Muted, or off. */
  readonly pressed: boolean;
  /** On the way to the other state. */
  readonly pending: boolean;
}

const ACTIONS = ['muteAudio', 'unmuteAudio', 'muteVideo', 'unmuteVideo', 'switchDevice'] as const;

/** The mute of one medium of a local stream as a toggle. All toggles of one stream show the same. */
export function useMuteToggle(hook: string, key: StreamKey | null, kind: 'audio' | 'video'): ToggleResult {
  const { internals, media } = useMedia(hook);
  const id = key?.isLocal ? key.streamId : null;
  const { localStreams } = internals.store;
  const muted = useTableValue(localStreams, id, (state) => state[`${kind}Muted`]) ?? false;
  const starting = useTableValue(localStreams, id, (state) => state.status === 'starting') ?? false;
  const live = useTableValue(localStreams, id, (state) => state[`${kind}TrackId`] !== null) ?? false;
  const pendingStore = pendingOf(media, `${id ?? ''} ${kind}`);
  const toggling = useStore(pendingStore);

  const pending = toggling || starting;
  const pressed = id !== null && (muted || (!live && !pending));
  return useMemo(() => {
    const onClick = (): void => {
      if (id === null || pending) return;
      const { actions } = bindActions<LocalStreamActions>(
        internals,
        { name: 'localStream', target: id },
        media.localStreamActions(id),
        ACTIONS,
      );
      const done = (): void => {
        pendingStore.setState(false, true);
      };
      pendingStore.setState(true, true);
      actions[`${pressed ? 'unmute' : 'mute'}${kind === 'audio' ? 'Audio' : 'Video'}`]().then(done, done);
    };
    const buttonProps: ToggleButtonProps = Object.freeze({
      type: 'button',
      'aria-pressed': pressed,
      ...(pending && ({ 'aria-disabled': true, 'data-pending': 'true' } as const)),
      ...(pressed && ({ 'data-muted': 'true' } as const)),
      disabled: id === null,
      onClick,
    });
    return Object.freeze({ buttonProps, pressed, pending });
  }, [internals, media, id, kind, pressed, pending, pendingStore]);
}

const pendings = /* @__PURE__ */ new WeakMap<MediaPart, Map<string, StoreApi<boolean>>>();

function pendingOf(media: MediaPart, id: string): StoreApi<boolean> {
  let all = pendings.get(media);
  if (!all) pendings.set(media, (all = new Map<string, StoreApi<boolean>>()));
  let one = all.get(id);
  if (!one) all.set(id, (one = createStore(() => false)));
  return one;
}
