import { beforeEach, describe, expect, it } from 'vitest';
import { SlotPicker } from '../../../../../src/server/domain/media/topN/picker.js';

describe('who holds the slots', () => {
  let picker: SlotPicker;
  let now: number;

  beforeEach(() => {
    picker = new SlotPicker(3);
    now = 100_000;
  });

  /** One report of the levels, 300 ms after the one before. */
  function hear(levels: Record<string, number>, times = 1): void {
    for (let i = 0; i < times; i++) {
      const entries = Object.entries(levels).map(([producerId, volume]) => ({ producerId, volume }));
      picker.hear(
        entries.sort((a, b) => b.volume - a.volume),
        now,
      );
      now += 300;
    }
  }

  it('are the loudest three, in the order in which they came', () => {
    hear({ ann: -40, ben: -20, cid: -30, dee: -50 });
    expect(picker.holders).toEqual(['ben', 'cid', 'ann']);
  });

  it('go on to hold them in a pause', () => {
    hear({ ann: -30, ben: -20, cid: -25 });
    hear({}, 20);
    expect(picker.holders).toEqual(['ben', 'cid', 'ann']);
    expect(picker.speaking(now)).toEqual([]);
  });

  it('gives a slot of somebody silent to the next who speaks', () => {
    hear({ ann: -30, ben: -20, cid: -25 });
    hear({ ben: -20, cid: -25 }, 5);
    hear({ ben: -20, cid: -25, dee: -40 }, 1);
    expect(picker.holders).toEqual(['ben', 'cid', 'dee']);
  });

  it('does not swap for a little more, however long it lasts', () => {
    hear({ ann: -30, ben: -20, cid: -25 }, 5);
    hear({ ann: -30, ben: -20, cid: -25, dee: -25 }, 50);
    expect(picker.holders).toEqual(['ben', 'cid', 'ann']);
  });

  it('swaps the quietest for somebody clearly louder, but not in its first second', () => {
    hear({ ann: -40, ben: -20, cid: -25 });
    hear({ ann: -40, ben: -20, cid: -25, dee: -22 }, 2);
    expect(picker.holders).toEqual(['ben', 'cid', 'ann']);
    hear({ ann: -40, ben: -20, cid: -25, dee: -22 }, 2);
    expect(picker.holders).toEqual(['ben', 'cid', 'dee']);
  });

  it('moves nobody to another slot', () => {
    hear({ ann: -40 });
    hear({ ann: -40, ben: -20 });
    hear({ ann: -40, ben: -20, cid: -10 });
    expect(picker.holders).toEqual(['ann', 'ben', 'cid']);
  });

  it('tells who of them speaks, loudest first, through the pause of a word', () => {
    hear({ ann: -40, ben: -20 });
    hear({ ann: -40 });
    expect(picker.speaking(now).map(({ producerId, slot }) => [producerId, slot])).toEqual([
      ['ben', 0],
      ['ann', 1],
    ]);
    hear({ ann: -40 }, 2);
    expect(picker.speaking(now)).toEqual([{ slot: 1, producerId: 'ann', level: -40 }]);
  });

  it('frees the slot of a producer that has ended', () => {
    hear({ ann: -30, ben: -20 });
    picker.forget('ben');
    expect(picker.holders).toEqual([null, 'ann', null]);
    hear({ ann: -30, cid: -60 });
    expect(picker.holders).toEqual(['cid', 'ann', null]);
  });
});
