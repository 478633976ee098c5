/** The server that `npm start` runs; it tells Storybook where. */
export const SERVER_URL = import.meta.env.STORYBOOK_HUMMER_URL ?? 'http://127.0.0.1:3000';

/** Whether a server answers. The answer itself is none of this page's business. */
export async function serverAnswers(): Promise<boolean> {
  try {
    await fetch(`${SERVER_URL}/healthz`, { mode: 'no-cors', signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    return false;
  }
}
