/** Opus counts 48 ticks a millisecond, whatever its sampling rate. */
const TICKS_PER_MS = 48;
/** So long after a change of voice a packet may still be older than the change. */
const SETTLED = 1_000;

/**
 * Makes the packets of changing voices one RTP stream (RFC 3550): one SSRC, sequence numbers without a gap at a change of voice,
 * timestamps that go on as time does. Losses and reordering of the voice itself stay as they are, so that the listener's jitter
 * buffer sees them.
 */
export class SlotRewriter {
  #sequence = Math.floor(Math.random() * 0x8000);
  #timestamp = 0;
  #sentAt = 0;
  /** What is added to the voice's own numbers; null until its first packet. */
  #shift: { sequence: number; timestamp: number } | null = null;
  #first = 0;
  #count = 0;

  constructor(
    private readonly ssrc: number,
    private readonly now: () => number,
  ) {}

  /** The next packet is of another voice. */
  begin(): void {
    this.#shift = null;
  }

  /** Rewrites the packet in place. False: it must not be sent, because it is older than the change of voice. */
  rewrite(packet: Buffer): boolean {
    const sequence = packet.readUInt16BE(2);
    const timestamp = packet.readUInt32BE(4);
    if (!this.#shift) {
      const elapsed = this.#sentAt === 0 ? 0 : Math.round(this.now() - this.#sentAt) * TICKS_PER_MS;
      this.#shift = {
        sequence: this.#sequence + 1 - sequence,
        timestamp: this.#timestamp + Math.max(elapsed, TICKS_PER_MS) - timestamp,
      };
      this.#first = sequence;
      this.#count = 0;
      // The marker begins a talkspurt: the listener may adapt its delay here (RFC 3551, 4.1).
      packet.writeUInt8(packet.readUInt8(1) | 0x80, 1);
    } else if (this.#count < SETTLED && isOlder(sequence, this.#first)) return false;
    this.#count++;
    const next = (sequence + this.#shift.sequence) & 0xffff;
    const at = (timestamp + this.#shift.timestamp) >>> 0;
    packet.writeUInt16BE(next, 2);
    packet.writeUInt32BE(at, 4);
    packet.writeUInt32BE(this.ssrc, 8);
    if (this.#count === 1 || isOlder(this.#sequence, next)) {
      this.#sequence = next;
      this.#timestamp = at;
      this.#sentAt = this.now();
    }
    return true;
  }
}

/** Whether sequence number `a` came before `b`, across the wrap at 65,536. */
function isOlder(a: number, b: number): boolean {
  return ((b - a) & 0xffff) < 0x8000 && a !== b;
}
