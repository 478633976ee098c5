import { HRTC } from 'hummer-react/core';

/** So many people in one page, each with a moving picture of their own. */
window.publish = async ({ url, roomId, people, width, height, frameRate }) => {
  const canvas = document.body.appendChild(document.createElement('canvas'));
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    frame++;
    for (let y = 0; y < 9; y++) {
      for (let x = 0; x < 16; x++) {
        context.fillStyle = `hsl(${(x * 22 + y * 40 + frame * 7) % 360} 70% ${30 + ((x * y + frame) % 40)}%)`;
        context.fillRect((x * width) / 16, (y * height) / 9, width / 16, height / 9);
      }
    }
  }, 1000 / frameRate);
  const [track] = canvas.captureStream(frameRate).getVideoTracks();
  const ctime = String(Math.floor(Date.now() / 1000) + 3600);
  for (let person = 0; person < people; person++) {
    const userId = `person${person}`;
    const client = HRTC.createClient({ appId: '1', url });
    await client.join(roomId, { userId, signature: 'open', ctime, role: 0 });
    const stream = HRTC.createStream({ video: true, videoSource: track.clone(), userId });
    await stream.initialize();
    await client.publish(stream);
  }
};
