import type { Log } from '../ports/Log.js';

/** Options of the mediasoup adapter. @public */
export interface MediasoupRouterOptions {
  /** Worker processes; default one per core. */
  workers?: number;
  /** Address the workers listen on; default where the server listens, 127.0.0.1 without one. */
  listenIp?: string;
  /** Address or host name that browsers are told instead. Needed with 0.0.0.0 and behind NAT. */
  announcedAddress?: string;
  /** Worker i listens on UDP and TCP `rtcMinPort + i`; default 40000. 0 takes any free port. */
  rtcMinPort?: number;
  /** Start fails if the workers need more ports than up to this one. */
  rtcMaxPort?: number;
  log?: Pick<Log, 'error'>;
}
