/** Of a limit, what is left for the media themselves: headers, key frames and repeats take the rest. */
const PAYLOAD = 0.9;

/**
 * What part of its bitrate each video may use, so that all media stay within a limit of so many kbit/s (null: none). Sound
 * is sent whole: it is little, and it is what people miss first.
 */
export function videoShare(maxKbps: number | null, load: { audio: number; video: number }): number {
  if (maxKbps === null) return 1;
  const room = maxKbps * 1000 * PAYLOAD - load.audio;
  return load.video <= room ? 1 : Math.max(room, 0) / load.video;
}
