import type { HummerOptions } from '../../core/hummerTypes.js';
import type { HummerStorage } from '../../core/HummerStorage.js';

/** Options of `backend.connect`: who, and whatever a client takes. @public */
export interface ConnectOptions extends Partial<HummerOptions> {
  uid: string;
  /** For the automatic login. Default: what the backend's apps need. */
  token?: string;
  /** Default true. */
  autoLogin?: boolean;
  /** What the client's tab remembers over a reload: give two clients the same to play one. Default: nothing. */
  storage?: HummerStorage | null;
}
