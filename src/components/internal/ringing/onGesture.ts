/** What browsers count as the user having done something, after which a page may make sound. */
const GESTURES = ['pointerdown', 'pointerup', 'keydown'] as const;

/** Calls at every gesture of the user, until it is undone. It only watches: nothing is prevented or stopped. */
export function onGesture(handler: () => void): () => void {
  for (const name of GESTURES) addEventListener(name, handler, true);
  return () => {
    for (const name of GESTURES) removeEventListener(name, handler, true);
  };
}
