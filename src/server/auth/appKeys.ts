import { randomBytes } from 'node:crypto';
import type { AppKeys } from '../ports/AppKeys.js';
import type { HummerServerOptions } from '../serverOptions.js';

/** The keys as the options give them. Media keys that nobody gave are random and live as long as the process. */
export function createAppKeys(apps: HummerServerOptions['apps']): AppKeys {
  const open = apps === 'open';
  const given = new Map(open ? [] : Object.entries(apps));
  const random = new Map<string, string>();
  return {
    open,
    key: (appid) => given.get(appid)?.key,
    nuveKey(appid) {
      const app = given.get(appid);
      if (!open && !app) return undefined;
      if (app?.nuveKey !== undefined) return app.nuveKey;
      let key = random.get(appid);
      if (key === undefined) random.set(appid, (key = randomBytes(32).toString('hex')));
      return key;
    },
  };
}
