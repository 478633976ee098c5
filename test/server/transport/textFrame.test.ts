import { describe, expect, it } from 'vitest';
import { textFrame } from '../../../src/server/transport/textFrame.js';

describe('a text frame', () => {
  // RFC 6455, 5.2: a length below 126 stands in the second byte, then 126 and two bytes, then 127 and eight.
  it.each([
    [0, '8100'],
    [125, '817d'],
    [126, '817e007e'],
    [65_535, '817effff'],
    [65_536, '817f0000000000010000'],
    [1_048_576, '817f0000000000100000'],
  ])('of %i bytes says so in the shortest form, final and unmasked', (length, header) => {
    const text = 'x'.repeat(length);
    const frame = textFrame(text);
    expect(frame.toString('hex', 0, header.length / 2)).toBe(header);
    expect(frame.toString('utf8', header.length / 2)).toBe(text);
  });

  it('counts bytes, not characters', () => {
    const frame = textFrame('教室 😀'.repeat(10));
    expect(frame[1]).toBe(110);
    expect(frame.toString('utf8', 2)).toBe('教室 😀'.repeat(10));
  });
});
