/** Resolves with the time, from the opening of the page, at which a `<video>` that is there showed its first picture. */
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
