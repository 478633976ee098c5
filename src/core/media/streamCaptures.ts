import { createId } from '../../lib/id.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { StreamKey } from '../../store/state.js';
import type { DeviceChoice } from './CaptureSlot.js';
import { LocalCapture } from './LocalCapture.js';
import { RtcError } from './RtcError.js';
import type { StreamConfig } from './rtcTypes.js';

/** A capture that hooks hold: a stream over it plays and mutes it, and leaves its beginning and its end to them. */
export interface HeldCapture {
  readonly capture: LocalCapture;
  readonly streamKey: () => StreamKey;
}

/** Without a client there is no remembered choice: named devices are taken as they are. */
const AS_NAMED: DeviceChoice = {
  ready: () => null,
  resolve: (_kind, named) => named,
  opened: () => undefined,
  refused: () => undefined,
  ended: () => Promise.resolve(),
};

/** The capture of a stream that no hook holds: it belongs to no client. */
export function ownCapture({ screen, userId }: StreamConfig): HeldCapture {
  const source = screen ? 'screen' : 'main';
  const id = `local-${createId()}`;
  const key = Object.freeze({ streamId: id, uid: userId ?? '', source, isLocal: true });
  const capture = new LocalCapture(id, source, AS_NAMED, (error) => {
    queueMicrotask(() => {
      throw error;
    });
  });
  return { capture, streamKey: () => key };
}

const captures = new WeakMap<object, LocalCapture>();

/** Says which capture is behind a stream. */
export function standFor(stream: object, capture: LocalCapture): void {
  captures.set(stream, capture);
}

/** The capture behind a stream, for who publishes it. */
export function captureOf(stream: object): LocalCapture {
  const capture = captures.get(stream);
  if (!capture)
    throw new RtcError(RtcErrorCode.INVALID_PARAMETER, 'This is no stream of HRTC.createStream().');
  return capture;
}
