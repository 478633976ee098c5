/**
 * What is outside the media server: microphones that send 20 ms of Opus each 20 ms to the ports they are told, and the listeners'
 * end, which is bound and never read, so that the kernel drops what comes. Says `{port}` of that end.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';

const SLEEPER = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => { process.send({ port: socket.address().port }); });
`;
const sleeper = spawn(process.execPath, ['-e', SLEEPER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
sleeper.once('message', (message) => {
  sleeper.kill('SIGSTOP');
  process.send(message);
});

const socket = createSocket('udp4');
let microphones = [];
let sequence = 0;
setInterval(() => {
  sequence = (sequence + 1) & 0xffff;
  for (const { port, packet } of microphones) {
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE((sequence * 960) >>> 0, 4);
    socket.send(packet, port, '127.0.0.1');
  }
}, 20);

process.on('message', (ports) => {
  microphones = ports.map(({ port, ssrc }, index) => ({ port, packet: makePacket(ssrc, 20 + index) }));
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);

function stop() {
  sleeper.kill('SIGKILL');
  process.exit();
}

/** As large as speech at 32 kbit/s, with its level in the header (RFC 6464). */
function makePacket(ssrc, level) {
  const packet = Buffer.alloc(20 + 80);
  packet.writeUInt8(0x90, 0);
  packet.writeUInt8(111, 1);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt16BE(0xbede, 12);
  packet.writeUInt16BE(1, 14);
  packet.writeUInt8(0x10, 16);
  packet.writeUInt8(0x80 | level, 17);
  return packet;
}
