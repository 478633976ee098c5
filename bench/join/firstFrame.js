/** Resolves with the time at which the first picture of any `<video>` with a remote stream was decoded and shown. */
export function firstFrame() {
  return new Promise((resolve) => {
    const watched = new WeakSet();
    const look = () => {
      for (const video of document.querySelectorAll('video')) {
        if (watched.has(video)) continue;
        watched.add(video);
        video.requestVideoFrameCallback((now) => {
          clearInterval(timer);
          resolve(now);
        });
      }
    };
    const timer = setInterval(look, 1);
    look();
  });
}
