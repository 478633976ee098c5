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
  /** Users whose online status one connection may watch. */
  presenceWatches: number;
  presenceGrace: number;
  requests: { burst: number; perSecond: number };
  frameBytes: number;
  breaches: { count: number; window: number };
  connections: { perUid: number; perAddress: number; silent: number };
  media: {
    rooms: number;
    transportsPerPeer: number;
    dtlsTimeout: number;
    producersPerPeer: number;
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
  presenceWatches: 500,
  presenceGrace: 20_000,
  requests: { burst: 100, perSecond: 50 },
  frameBytes: 262_144,
  breaches: { count: 20, window: 10_000 },
  connections: { perUid: 10, perAddress: 100, silent: 10_000 },
  media: {
    rooms: 4,
    transportsPerPeer: 3,
    dtlsTimeout: 15_000,
    producersPerPeer: 8,
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
  },
};
