'use client';
import { useMemo } from 'react';
import type { CallActions } from '../../core/signaling/callTypes.js';
import type { HummerError } from '../../protocol/errors.js';
import { CURRENT_CALL, NO_CALL, type CallState } from '../../store/call.js';
import { bindActions } from '../internal/boundActions.js';
import { roomKey as keyOfRoom, type RoomKey } from '../internal/roomKey.js';
import { useInternals } from '../internal/useClient.js';
import { useCallHold } from '../internal/useCallHold.js';
import { useFailure } from '../internal/useFailure.js';
import { useTable } from '../internal/useTable.js';

/** @public */
export interface UseCallOptions {
  /** Declines whoever calls during a call, so that they see 'busy'. One component that says so suffices. Default false. */
  autoBusy?: boolean | undefined;
}

/**
 * What {@link useCall} returns.
 * @public
 */
export interface UseCallResult extends Omit<CallState, 'room'>, CallActions {
  /** The room of the call's audio and video, for `<HummerRoom>`; null without a call. */
  readonly roomKey: RoomKey | null;
  /** Why the call could not go on, or why the last of these actions failed. */
  readonly error: HummerError | null;
}

const ACTIONS = ['call', 'accept', 'reject', 'hangUp'] as const;

/**
 * The one call of this client, from the dial tone to its end: every component sees the same. While it is `'connecting'` or
 * `'connected'` this client is in the media of `roomKey`; what is shown and published there is the app's, with
 * `<HummerRoom roomId={roomKey}>` and what goes into it, or `<MeetingRoom>`.
 *
 * It ends when somebody hangs up, when the last other one has left, and when one whose connection is lost has not come back
 * within the grace (20 s). `'ended'` lasts until the next call, or until `hangUp()` clears it.
 *
 * @param options - `autoBusy`: see {@link UseCallOptions}.
 * @example A phone in thirty lines.
 * ```tsx
 * function Phone() {
 *   const { state, endReason, peers, roomKey, video, call, accept, reject, hangUp } = useCall({ autoBusy: true });
 *   const [who] = peers;
 *   switch (state) {
 *     case 'ringing':
 *       return <p>{who} calls <button onClick={() => accept()}>Answer</button><button onClick={reject}>Decline</button></p>;
 *     case 'dialling':
 *       return <p>Calling {who} … <button onClick={hangUp}>Cancel</button></p>;
 *     case 'connecting':
 *     case 'connected':
 *       return (
 *         <HummerRoom roomId={roomKey} media={{}}>
 *           <Talk video={video} /><button onClick={hangUp}>Hang up</button>
 *         </HummerRoom>
 *       );
 *     default:
 *       return <p>{endReason} <button onClick={() => call({ uids: ['bob'], video: true })}>Call Bob</button></p>;
 *   }
 * }
 * function Talk({ video }: { video: boolean }) {
 *   const room = useRoomScope();
 *   const { streamKey } = useLocalStream({ audio: true, video });
 *   usePublish(room, streamKey);
 *   return (
 *     <>
 *       <AudioRenderer /><StartAudio />
 *       {useRemoteStreams(room).map((stream) => <VideoTile key={stream.streamId} stream={stream} />)}
 *     </>
 *   );
 * }
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useCall({ autoBusy = false }: UseCallOptions = {}): UseCallResult {
  const internals = useInternals('useCall');
  const calls = useCallHold(internals, autoBusy);
  const current = useTable(internals.store.calls, CURRENT_CALL, NO_CALL);
  const bound = bindActions(internals, { name: 'call', target: null }, calls.actions, ACTIONS);
  const failure = useFailure(bound);
  const { actions } = bound;
  const { room } = current;
  const roomKey = useMemo(() => room && keyOfRoom(room.roomId, { region: room.region }), [room]);
  return useMemo(() => {
    const { room: _, ...shown } = current;
    return Object.freeze({ ...shown, roomKey, error: current.error ?? failure?.error ?? null, ...actions });
  }, [current, roomKey, failure, actions]);
}
