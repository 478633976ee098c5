import { beforeEach, describe, expect, it } from 'vitest';
import { SlotRewriter } from '../../../src/server/media/slotRewriter.js';

const SSRC = 0xcafe;

interface Header {
  sequence: number;
  timestamp: number;
  ssrc: number;
  marker: boolean;
}

function packet(sequence: number, timestamp: number): Buffer {
  const made = Buffer.alloc(16);
  made.writeUInt8(0x80, 0);
  made.writeUInt8(100, 1);
  made.writeUInt16BE(sequence & 0xffff, 2);
  made.writeUInt32BE(timestamp >>> 0, 4);
  made.writeUInt32BE(7, 8);
  return made;
}

function headerOf(made: Buffer): Header {
  return {
    sequence: made.readUInt16BE(2),
    timestamp: made.readUInt32BE(4),
    ssrc: made.readUInt32BE(8),
    marker: made.readUInt8(1) >= 0x80,
  };
}

describe('the rewriting of a slot', () => {
  let now: number;
  let rewriter: SlotRewriter;

  beforeEach(() => {
    now = 5_000;
    rewriter = new SlotRewriter(SSRC, () => now);
  });

  /** What goes out for a packet of the voice; null if nothing does. 20 ms pass after it. */
  function send(sequence: number, timestamp: number): Header | null {
    const made = packet(sequence, timestamp);
    const sent = rewriter.rewrite(made);
    now += 20;
    return sent ? headerOf(made) : null;
  }

  const difference = (a: Header | null, b: Header | null): [number, number] => [
    ((b?.sequence ?? NaN) - (a?.sequence ?? NaN)) & 0xffff,
    ((b?.timestamp ?? NaN) - (a?.timestamp ?? NaN)) >>> 0,
  ];

  it('gives all voices one SSRC and marks the first packet of each', () => {
    expect(send(10, 0)).toMatchObject({ ssrc: SSRC, marker: true });
    expect(send(11, 960)).toMatchObject({ ssrc: SSRC, marker: false });
    rewriter.begin();
    expect(send(50_000, 77)).toMatchObject({ ssrc: SSRC, marker: true });
  });

  it('goes on with the next number and the time that has passed when the voice changes', () => {
    const last = send(10, 123_456);
    rewriter.begin();
    now += 480;
    expect(difference(last, send(9_000, 5))).toEqual([1, 500 * 48]);
  });

  it('keeps the losses of a voice', () => {
    const first = send(10, 0);
    expect(difference(first, send(14, 4 * 960))).toEqual([4, 4 * 960]);
  });

  it('keeps the order in which a voice came, and goes on after its newest', () => {
    const first = send(10, 0);
    const third = send(12, 1_920);
    expect(difference(first, send(11, 960))).toEqual([1, 960]);
    rewriter.begin();
    expect(difference(third, send(300, 0))[0]).toBe(1);
  });

  it('drops what is older than the change of voice: its number is taken', () => {
    send(10, 0);
    rewriter.begin();
    send(200, 0);
    expect(send(199, -960)).toBeNull();
    expect(send(201, 960)).not.toBeNull();
  });

  it('goes through the wrap of numbers and timestamps', () => {
    const before = send(65_535, 0xffff_ffff - 479);
    expect(difference(before, send(0, 480))).toEqual([1, 960]);
    let last = send(1, 1_440);
    for (let i = 2; i < 40_000; i++) last = send(i, i * 960 + 480);
    expect(difference(last, send(40_000, 40_000 * 960 + 480))).toEqual([1, 960]);
  });
});
