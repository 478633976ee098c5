import { randomBytes } from 'node:crypto';
import net from 'node:net';

/**
 * The least client that can talk to a socket.io server over a WebSocket: no library, so that a thousand of them in one
 * process cost less than the server under test, and so that a test can send what no library would.
 */
export function openRawSocket({ port, namespace, onFrame, protocol = 4 }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let buffered = Buffer.alloc(0);
    let upgraded = false;
    let ackId = 0;
    const acks = new Map();
    let ended;
    const closed = new Promise((done) => (ended = done));
    const prefix = namespace === '/' ? '' : `${namespace},`;
    const api = {
      /** Sends `[event, payload]` with an ack; resolves with the ack's arguments. */
      request(event, payload) {
        const id = ++ackId;
        socket.write(frame(`42${prefix}${id}${JSON.stringify([event, payload])}`));
        return new Promise((done) => acks.set(id, done));
      },
      /** Sends several requests in one write, so that the server reads them in one turn. */
      burst(event, payloads) {
        const frames = [];
        const answers = payloads.map((payload) => {
          const id = ++ackId;
          frames.push(frame(`42${prefix}${id}${JSON.stringify([event, payload])}`));
          return new Promise((done) => acks.set(id, done));
        });
        socket.write(Buffer.concat(frames));
        return Promise.all(answers);
      },
      /** Sends one WebSocket frame as it is: text, or another opcode. */
      raw: (payload, opcode = 1) => void socket.write(frame(payload, opcode)),
      /** Sends bytes that need not be a WebSocket frame at all. */
      bytes: (chunk) => void socket.write(chunk),
      closed,
      close: () => socket.destroy(),
    };

    socket.on('error', reject);
    socket.on('close', () => {
      ended();
      reject(new Error('The server closed the connection.'));
    });
    socket.on('connect', () => {
      socket.write(
        `GET /socket.io/?EIO=${protocol}&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
          `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
    });
    socket.on('data', (chunk) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
      if (!upgraded) {
        const end = buffered.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!buffered.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
          reject(new Error(`Refused: ${buffered.subarray(0, 60).toString()}`));
          return;
        }
        upgraded = true;
        buffered = buffered.subarray(end + 4);
      }
      for (;;) {
        const size = frameSize(buffered);
        if (size === null) return;
        handle(buffered.subarray(size.head, size.end), (buffered[0] & 15) === 2, buffered[0] & 15);
        buffered = buffered.subarray(size.end);
      }
    });

    function handle(body, binary, opcode) {
      if (opcode === 9) return void socket.write(frame(body, 10));
      if (opcode > 2 || binary) return void (opcode === 2 && onFrame(body, true));
      const kind = body[0];
      // In the third revision the server opens the namespace `/` unasked.
      if (kind === 0x30) protocol > 3 && socket.write(frame(`40${prefix}`));
      else if (kind === 0x32) socket.write(frame('3'));
      else if (kind === 0x34 && body[1] === 0x30) resolve(api);
      else if (kind === 0x34 && body[1] === 0x34) reject(new Error(`Namespace refused: ${body.toString()}`));
      else if (kind === 0x34 && body[1] === 0x33) {
        const text = body.toString();
        const start = 2 + prefix.length;
        const bracket = text.indexOf('[', start);
        const id = Number(text.slice(start, bracket));
        const answer = acks.get(id);
        acks.delete(id);
        if (answer) answer(JSON.parse(text.slice(bracket)));
        else onFrame(body, false);
      } else onFrame(body, false);
    }
  });
}

function frameSize(buffer) {
  if (buffer.length < 2) return null;
  let length = buffer[1] & 127;
  let head = 2;
  if (length === 126) {
    if (buffer.length < 4) return null;
    length = buffer.readUInt16BE(2);
    head = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return null;
    length = Number(buffer.readBigUInt64BE(2));
    head = 10;
  }
  return buffer.length < head + length ? null : { head, end: head + length };
}

/** A masked client frame; the mask is zero, which is allowed and cheap. */
function frame(payload, opcode = 1) {
  const body = Buffer.from(payload);
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | body.length])
      : body.length < 65_536
        ? Buffer.from([0x80 | opcode, 0x80 | 126, body.length >> 8, body.length & 255])
        : Buffer.from([0x80 | opcode, 0x80 | 127, 0, 0, 0, 0, ...uint32(body.length)]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

const uint32 = (value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
