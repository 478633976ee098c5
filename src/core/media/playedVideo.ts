/** An element outside the page that shows a track, once it has a picture. Rejects if the track ends before. */
export async function playedVideo(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const ended = new Promise<never>((_, reject) => {
    track.addEventListener('ended', () => {
      reject(new Error('The camera ended before its first picture.'));
    });
  });
  await Promise.race([video.play(), ended]);
  return video;
}
