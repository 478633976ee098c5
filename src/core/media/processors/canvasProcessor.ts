import { playedVideo } from '../playedVideo.js';
import { unsupported } from '../RtcError.js';
import type { TrackProcessor } from '../trackProcessor.js';

/** Draws one frame: `video` has the camera's picture, the canvas its size. @public */
export type DrawFrame = (canvas: CanvasRenderingContext2D, video: HTMLVideoElement) => void;

/**
 * A processor that draws each of a camera's frames anew: the frame on which to build a background of your own. Segmentation,
 * which tells a person from the room, is a library's business; browsers that blur by themselves do it with `backgroundBlur`
 * in the video config of `useLocalStream`, at no cost.
 *
 * @param draw - Called for each frame of the camera. What it throws ends the processing of that frame only.
 * @example
 * ```ts
 * const grey = canvasProcessor((canvas, video) => {
 *   canvas.filter = 'grayscale(1)';
 *   canvas.drawImage(video, 0, 0);
 * });
 * ```
 * Source: issue 4.
 * @public
 */
export function canvasProcessor(draw: DrawFrame): TrackProcessor {
  /** The camera whose frames are drawn; null while nothing is processed. */
  let shown: HTMLVideoElement | null = null;
  let paint: (video: HTMLVideoElement) => void = () => undefined;
  const end = (): void => {
    if (shown) shown.srcObject = null;
    shown = null;
  };
  return {
    kind: 'video',
    async start(track) {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      if (!context || !('captureStream' in canvas)) throw unsupported('Processing video');
      const first = await playedVideo(track);
      shown = first;
      paint = (video) => {
        if (video !== shown) return; // another one draws, or none
        if (canvas.width !== video.videoWidth || canvas.height !== video.videoHeight) {
          canvas.width = video.videoWidth;
          canvas.height = video.videoHeight;
        }
        try {
          draw(context, video);
        } finally {
          next(video, () => {
            paint(video);
          });
        }
      };
      paint(first);
      const [output] = canvas.captureStream(track.getSettings().frameRate ?? 30).getVideoTracks();
      if (!output) throw unsupported('Processing video');
      return output;
    },
    async change(track) {
      const before = shown;
      const video = await playedVideo(track);
      if (shown !== before || !before) {
        video.srcObject = null; // stopped meanwhile
        return;
      }
      shown = video;
      before.srcObject = null;
      paint(video);
    },
    stop: end,
  };
}

/** After the next frame of the camera, or soon where the browser does not tell. */
function next(video: HTMLVideoElement, frame: () => void): void {
  if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(frame);
  else setTimeout(frame, 33);
}
