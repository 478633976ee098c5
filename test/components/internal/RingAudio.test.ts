import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RingAudio } from '../../../src/components/internal/ringing/RingAudio.js';
import { RING_BACK, RINGTONE, samplesOf } from '../../../src/components/internal/ringing/tones.js';
import { FakeAudioContext } from '../../../src/testing/media/FakeAudioContext.js';

const made: FakeAudioContext[] = [];
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};
const press = async (): Promise<void> => {
  dispatchEvent(new Event('pointerdown'));
  await settled();
};

function createAudio(): RingAudio {
  return new RingAudio(() => {
    const context = new FakeAudioContext();
    made.push(context);
    return context as unknown as AudioContext;
  });
}

beforeEach(() => {
  made.length = 0;
});
afterEach(() => {
  FakeAudioContext.startsSuspended = false;
});

describe('RingAudio', () => {
  it('loops the samples of a pattern at its volume until it is stopped', async () => {
    const sound = createAudio().play(RINGTONE, 0.4);
    await settled();
    const [heard, ...others] = made[0]!.audible();
    expect(others).toEqual([]);
    expect(heard!.volume).toBe(0.4);
    expect(heard!.buffer.getChannelData(0)).toEqual(samplesOf(RINGTONE));
    sound.stop();
    await settled();
    expect(made[0]!.audible()).toEqual([]);
  });

  it('changes the volume of a sound that plays', async () => {
    const sound = createAudio().play(RING_BACK, 1);
    await settled();
    sound.setVolume(0.25);
    expect(made[0]!.audible()[0]!.volume).toBe(0.25);
  });

  it('sleeps while nothing plays, and keeps one context for all sounds', async () => {
    const audio = createAudio();
    const [first, second] = [audio.play(RINGTONE, 1), audio.play(RING_BACK, 1)];
    await settled();
    first.stop();
    await settled();
    expect(made[0]!.state).toBe('running');
    second.stop();
    second.stop();
    await settled();
    expect(made[0]!.state).toBe('suspended');
    audio.play(RINGTONE, 1);
    await settled();
    expect(made[0]!.audible()).toHaveLength(1);
    expect(made).toHaveLength(1);
  });

  it('is silent before a gesture where the browser wants one, and sounds from then on', async () => {
    FakeAudioContext.startsSuspended = true;
    createAudio().play(RINGTONE, 1);
    await settled();
    expect(made[0]!.audible()).toEqual([]);
    FakeAudioContext.startsSuspended = false;
    await press();
    expect(made[0]!.audible()).toHaveLength(1);
  });

  it('stays silent at a gesture after the ringing is over', async () => {
    FakeAudioContext.startsSuspended = true;
    const sound = createAudio().play(RINGTONE, 1);
    await settled();
    sound.stop();
    FakeAudioContext.startsSuspended = false;
    await press();
    expect(made[0]!.audible()).toEqual([]);
    expect(made[0]!.state).toBe('suspended');
  });

  it('takes the first gesture while somebody may ring, and no other', async () => {
    const audio = createAudio();
    const release = audio.attach();
    expect(made).toEqual([]);
    await press();
    expect(made.map(({ state }) => state)).toEqual(['suspended']);
    const resume = vi.spyOn(made[0]!, 'resume');
    await press();
    expect(resume).not.toHaveBeenCalled();
    release();
  });

  it('leaves gestures alone while nobody may ring', async () => {
    const audio = createAudio();
    const [first, second] = [audio.attach(), audio.attach()];
    first();
    second();
    await press();
    expect(made).toEqual([]);
  });

  it('opens another context when the browser has closed the first', async () => {
    const audio = createAudio();
    audio.play(RINGTONE, 1);
    await made[0]!.close();
    audio.play(RINGTONE, 1);
    await settled();
    expect(made[1]!.audible()).toHaveLength(1);
  });

  it('is silent, and fails nothing, without Web Audio', () => {
    const audio = new RingAudio(() => null);
    const sound = audio.play(RINGTONE, 1);
    expect(() => {
      sound.setVolume(0.5);
      sound.stop();
    }).not.toThrow();
  });
});
