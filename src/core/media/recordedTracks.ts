import { systemClock } from '../../lib/clock.js';
import { withTimeout } from '../../lib/timeout.js';
import { playedVideo } from './playedVideo.js';
import { runningContext } from './runningContext.js';
import { steadyTimer } from './steadyTimer.js';

/** Pictures a second of a recording. */
const RATE = 30;
/** A picture that is this late, in ms, does not say its size: then it is what the track says of itself. */
const PICTURE_WAIT = 1_000;

/** A track to record, that stays the same while it follows others: a recorder breaks off when its tracks are replaced. */
export interface RecordedTrack {
  readonly track: MediaStreamTrack;
  /** What is recorded from now on; null is silence, or black. */
  follow(track: MediaStreamTrack | null): void;
  close(): void;
}

/**
 * What stands for a stream's track in a recording: sound by way of Web Audio, pictures by way of a canvas of the first one's size,
 * into which others are fitted. Where the page can have neither, it is the track itself, and the recording ends with it.
 */
export async function recordedTrack(first: MediaStreamTrack): Promise<RecordedTrack> {
  const made = first.kind === 'audio' ? await recordedSound(first) : await recordedPicture(first);
  return made ?? { track: first, follow: () => undefined, close: () => undefined };
}

async function recordedSound(first: MediaStreamTrack): Promise<RecordedTrack | null> {
  const context = await runningContext('Recording sound').catch(() => null);
  if (!context) return null;
  const destination = context.createMediaStreamDestination();
  const [track] = destination.stream.getAudioTracks();
  if (!track) return null;
  // Chromium lets a remote track flow only while an element has it.
  const element = document.createElement('audio');
  element.muted = true;
  let source: MediaStreamAudioSourceNode | null = null;
  const follow = (next: MediaStreamTrack | null): void => {
    source?.disconnect();
    element.srcObject = next && new MediaStream([next]);
    source = next && context.createMediaStreamSource(new MediaStream([next]));
    source?.connect(destination);
  };
  follow(first);
  return {
    track,
    follow,
    close() {
      follow(null);
      track.stop();
      void context.close().catch(() => undefined);
    },
  };
}

async function recordedPicture(first: MediaStreamTrack): Promise<RecordedTrack | null> {
  const canvas = document.createElement('canvas');
  const context = 'captureStream' in canvas ? canvas.getContext('2d', { alpha: false }) : null;
  if (!context) return null;
  let wanted: MediaStreamTrack | null = null;
  let shown: HTMLVideoElement | null = null;
  const show = (video: HTMLVideoElement | null): void => {
    if (shown) shown.srcObject = null;
    shown = video;
  };
  /** The picture before stays until there is one of this track. */
  const load = async (next: MediaStreamTrack): Promise<void> => {
    const video = await playedVideo(next);
    if (wanted === next) show(video);
    else video.srcObject = null;
  };
  const follow = (next: MediaStreamTrack | null): void => {
    wanted = next;
    if (next) load(next).catch(() => undefined);
    else show(null);
  };
  wanted = first;
  const late = (): Error => new Error('There is no picture yet.');
  await withTimeout(systemClock, PICTURE_WAIT, load(first), late).catch(() => undefined);
  const { width = 640, height = 360 } = first.getSettings();
  const { videoWidth = 0, videoHeight = 0 } = (shown as HTMLVideoElement | null) ?? {};
  canvas.width = videoWidth || width;
  canvas.height = videoHeight || height;
  const stop = steadyTimer(1_000 / RATE, () => {
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (shown && shown.videoWidth > 0) fit(context, shown);
  });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) {
    stop();
    return null;
  }
  return {
    track,
    follow,
    close() {
      follow(null);
      stop();
      track.stop();
    },
  };
}

/** The whole picture, as large as the canvas lets it be. */
function fit(context: CanvasRenderingContext2D, video: HTMLVideoElement): void {
  const { width, height } = context.canvas;
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
  context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h);
}
