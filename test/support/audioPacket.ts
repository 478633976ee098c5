/** An RTP packet of 20 ms of Opus whose header says how loud it is: `level` dB below the loudest (RFC 6464). */
export function audioPacket({
  ssrc,
  sequence,
  level,
  payload = Buffer.alloc(4),
}: {
  ssrc: number;
  sequence: number;
  level: number;
  payload?: Buffer;
}): Buffer {
  const header = Buffer.alloc(12 + 8);
  header.writeUInt8(0x90, 0);
  header.writeUInt8(111, 1);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE((sequence * 960) >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  header.writeUInt16BE(0xbede, 12);
  header.writeUInt16BE(1, 14);
  header.writeUInt8(0x10, 16);
  header.writeUInt8(0x80 | level, 17);
  return Buffer.concat([header, payload]);
}
