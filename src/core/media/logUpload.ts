import { logTail } from '../../lib/logTail.js';

/** Where a log goes, and whose it is. */
export interface LogTarget {
  readonly url: string;
  readonly appId: string | number;
  readonly userId: string;
  /** A login token; an open server takes the user id instead. */
  readonly token: string | undefined;
}

/** The status of the answer: 200 means that the server keeps it; 0 if there was none. Loaded by whoever uploads. */
export async function uploadLog({ url, appId, userId, token }: LogTarget): Promise<number> {
  const address = new URL(`/v1/apps/${String(appId)}/logs`, url);
  if (token === undefined) address.searchParams.set('uid', userId);
  try {
    const answer = await fetch(address, {
      method: 'POST',
      body: logTail(),
      headers: {
        'content-type': 'text/plain',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
    return answer.status;
  } catch {
    return 0;
  }
}
