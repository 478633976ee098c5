/**
 * Every limit of the server with its default (PROTOCOL 4, SETTLED 6 and 7). Sizes are bytes of UTF-8 and times are
 * milliseconds unless a name says otherwise.
 * @public
 */
export interface Limits {
  uid: { chars: number };
  roomId: { codePoints: number };
  message: { bytes: number; typeChars: number; appExtras: number; appExtrasBytes: number };
  extra: { bytes: number };
  attributes: { keys: number; keyBytes: number; valueBytes: number; mapBytes: number };
  /**
   * Beyond `batchAbove` members, joins and leaves within `batchWindow` ms are told as one: they wait for it.
   */
  rooms: { perConnection: number; perApp: number; emptyTtl: number; batchAbove: number; batchWindow: number };
  queries: { uids: number; roomIds: number };
  history: { entries: number; age: number; bytes: number; pageEntries: number; pageBytes: number };
  inbox: { entries: number; age: number; bytes: number };
  streamsBytesPerApp: number;
  invitations: InvitationLimits;
  /** Users whose online status one connection may watch. */
  presenceWatches: number;
  presenceGrace: number;
  requests: { burst: number; perSecond: number };
  frameBytes: number;
  breaches: { count: number; window: number };
  /** Uploaded logs: how large, and how many ms between two of one user. */
  clientLogs: { bytes: number; interval: number };
  connections: { perUid: number; perAddress: number; silent: number };
  media: {
    rooms: number;
    peersPerRoom: number;
    /** Of them with role 0. */
    publishersPerRoom: number;
    transportsPerPeer: number;
    dtlsTimeout: number;
    producersPerPeer: number;
    /** Of one source and kind: two sizes of one camera (seed 002). */
    producersPerSource: number;
    screensPerRoom: number;
    dataProducersPerPeer: number;
    consumersPerPeer: number;
    appDataBytes: number;
    labelChars: number;
    deviceChars: number;
    displayNameChars: number;
    encodings: number;
    consumerAckTimeout: number;
    ctimeAheadSeconds: number;
    sessionTokenTtl: number;
    nuveTokenTtl: number;
    /** How long a peer may stay when its signature has expired. */
    signatureGrace: number;
    /** How long less must be wanted of a producer before its owner is told. */
    demandFall: number;
    /** The range of `setBandwidth`, kbit/s (seed 002). */
    leastKbps: number;
    mostKbps: number;
  };
}

/** Limits of invitations; a breach is refused with 6017 (SETTLED 26). @public */
export interface InvitationLimits {
  timeoutSeconds: number;
  invitees: number;
  dataBytes: number;
  /** All answers of one group together: each invitee has an equal share, and at most `dataBytes`. */
  answersBytes: number;
  openPerInviter: number;
  openPerApp: number;
  /** How long one without a deadline may stay open, in ms; then it is cancelled. */
  endless: number;
  /** How long an ended one is kept for devices that come back, in ms. */
  keepEnded: number;
  /** Beyond it the ended ones go sooner, the longest ended first. */
  endedBytesPerApp: number;
  /** How many a device may ask about in one `signaling:sync`, and how many open ones the answer holds. */
  syncEntries: number;
  /** About how large that answer gets: the newest come first. */
  syncBytes: number;
  pushInfo: {
    titleBytes: number;
    descriptionBytes: number;
    extensionBytes: number;
    urlBytes: number;
    /** Every other text, like a sound or a channel id. */
    textBytes: number;
  };
}

/** The defaults; `createHummerServer({limits})` overrides single values. */
export const DEFAULT_LIMITS: Limits = {
  uid: { chars: 64 },
  roomId: { codePoints: 64 },
  message: { bytes: 32_768, typeChars: 64, appExtras: 16, appExtrasBytes: 4_096 },
  extra: { bytes: 4_096 },
  attributes: { keys: 64, keyBytes: 64, valueBytes: 8_192, mapBytes: 65_536 },
  rooms: { perConnection: 64, perApp: 10_000, emptyTtl: 600_000, batchAbove: 200, batchWindow: 100 },
  queries: { uids: 500, roomIds: 100 },
  history: { entries: 10_000, age: 86_400_000, bytes: 16_777_216, pageEntries: 100, pageBytes: 131_072 },
  inbox: { entries: 1_000, age: 604_800_000, bytes: 1_048_576 },
  streamsBytesPerApp: 536_870_912,
  invitations: {
    timeoutSeconds: 3_600,
    invitees: 100,
    dataBytes: 8_192,
    answersBytes: 131_072,
    openPerInviter: 50,
    openPerApp: 10_000,
    endless: 86_400_000,
    keepEnded: 300_000,
    endedBytesPerApp: 67_108_864,
    syncEntries: 500,
    syncBytes: 524_288,
    pushInfo: {
      titleBytes: 256,
      descriptionBytes: 1_024,
      extensionBytes: 4_096,
      urlBytes: 1_024,
      textBytes: 256,
    },
  },
  presenceWatches: 500,
  presenceGrace: 20_000,
  requests: { burst: 100, perSecond: 50 },
  frameBytes: 262_144,
  breaches: { count: 20, window: 10_000 },
  clientLogs: { bytes: 1_048_576, interval: 60_000 },
  connections: { perUid: 10, perAddress: 100, silent: 10_000 },
  media: {
    rooms: 4,
    peersPerRoom: 1_000,
    publishersPerRoom: 200,
    transportsPerPeer: 3,
    dtlsTimeout: 15_000,
    producersPerPeer: 8,
    producersPerSource: 2,
    screensPerRoom: 1,
    dataProducersPerPeer: 4,
    consumersPerPeer: 500,
    appDataBytes: 2_048,
    labelChars: 64,
    deviceChars: 64,
    displayNameChars: 256,
    encodings: 4,
    consumerAckTimeout: 30_000,
    ctimeAheadSeconds: 43_200,
    sessionTokenTtl: 60_000,
    nuveTokenTtl: 180_000,
    signatureGrace: 30_000,
    demandFall: 3_000,
    leastKbps: 3_072,
    mostKbps: 51_200,
  },
};
