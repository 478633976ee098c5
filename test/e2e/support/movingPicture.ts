/** A track whose picture changes with every frame; `tint` tells one from another. For pages. */
export function movingPicture(width: number, height: number, frameRate: number, tint = 0): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    if (!context) return;
    frame++;
    for (let x = 0; x < 4; x++) {
      context.fillStyle = `hsl(${String(tint * 60 + x * 15)} 80% ${String(30 + ((x * 10 + frame * 5) % 40))}%)`;
      context.fillRect((x * width) / 4, 0, width / 4, height);
    }
  }, 1000 / frameRate);
  const [track] = canvas.captureStream(frameRate).getVideoTracks();
  if (!track) throw new Error('A canvas gave no track.');
  return track;
}
