import { seededRandom, type SeededRandom } from '../../support/seededRandom.js';

export interface MalformedFrame {
  readonly text: string | Uint8Array;
  readonly opcode: number;
  /** Bytes for the TCP stream itself, not a WebSocket frame. */
  readonly bytes?: Uint8Array;
}

const EVENTS = [
  'session:login',
  'session:logout',
  'room:join',
  'room:publish',
  'room:history',
  'room:writeAttributes',
  'peer:send',
  'media:token',
  'token',
  'join',
  'produce',
  'createWebRtcTransport',
  'disconnect',
  'connect',
  'constructor',
  '__proto__',
  'toString',
  '',
];

/** Frames that no client of ours sends, at every level: bytes, WebSocket, engine.io, socket.io, envelope, payload. */
export function* malformedFrames(seed: number, count: number): Generator<MalformedFrame> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) yield frame(random);
}

function frame(random: SeededRandom): MalformedFrame {
  const kind = random.between(0, 99);
  if (kind < 1) return { text: '', opcode: 1, bytes: noise(random, random.between(1, 64)) };
  if (kind < 3)
    return { text: noise(random, random.between(1, 200)), opcode: random.pick([1, 2, 3, 7, 11, 15]) };
  if (kind < 6) return text(`${String(random.between(0, 9))}${junk(random)}`);
  if (kind < 12) return text(`4${String(random.between(0, 9))}${junk(random)}`);
  const event = random.pick(EVENTS);
  const ack = random.pick(['', String(random.between(0, 99)), '-1', '99999999999999999999']);
  const namespace = random.pick(['/hummer,', '', '/nowhere,', '/hummer']);
  const payload = kind < 30 ? value(random, 0) : { data: wrong(random) };
  return text(
    `42${namespace}${ack}${JSON.stringify(random.pick([[event, payload], [event], [payload], []]))}`,
  );
}

const text = (body: string): MalformedFrame => ({ text: body, opcode: 1 });

/** Data under real field names with values that no schema takes. */
function wrong(random: SeededRandom): unknown {
  const fields = [
    'appid',
    'uid',
    'roomId',
    'region',
    'clientMsgId',
    'content',
    'type',
    'attributes',
    'op',
    'from',
    'epoch',
    'token',
  ];
  const data: Record<string, unknown> = {};
  for (let i = random.between(0, 4); i > 0; i--) data[random.pick(fields)] = value(random, 0);
  // Never whole: a lucky login would not be malformed.
  const { appid, uid, ...others } = data;
  return random.next() < 0.5 ? { ...others, appid } : { ...others, uid };
}

function value(random: SeededRandom, depth: number): unknown {
  switch (random.between(0, depth > 3 ? 6 : 9)) {
    case 0:
      return null;
    case 1:
      return random.next() * 1e308 * random.pick([1, -1]);
    case 2:
      return random.next() < 0.5;
    case 3:
      return junk(random);
    case 4:
      return '\u0000'.repeat(random.between(1, 40));
    case 5:
      return 'x'.repeat(random.between(0, 3_000));
    case 6:
      return random.between(-10, 10);
    case 7:
      return Array.from({ length: random.between(0, 5) }, () => value(random, depth + 1));
    case 8:
      return JSON.parse(
        `{"__proto__":${JSON.stringify(value(random, depth + 1))},"_placeholder":true,"num":9}`,
      );
    default:
      return { [junk(random)]: value(random, depth + 1) };
  }
}

function junk(random: SeededRandom): string {
  const alphabet = '{}[]":,0123456789abc\\/\u2028\ud800 \n-_.+=<>';
  return Array.from(
    { length: random.between(0, 30) },
    () => alphabet[random.between(0, alphabet.length - 1)],
  ).join('');
}

function noise(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.between(0, 255));
}
