import { describe, expect, it, vi } from 'vitest';
import { TrackPipeline } from '../../../src/core/media/TrackPipeline.js';
import type { TrackProcessor } from '../../../src/core/media/trackProcessor.js';
import { createDeferred } from '../../../src/lib/deferred.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const camera = (label = 'camera'): FakeMediaStreamTrack => new FakeMediaStreamTrack({ kind: 'video', label });

/** A processor that is ready when it is let go, and writes down what it does. */
function processor(name: string, log: string[] = [], ready: Promise<unknown> = Promise.resolve()) {
  const outputs: FakeMediaStreamTrack[] = [];
  const made: TrackProcessor = {
    kind: 'video',
    async start(track) {
      log.push(`${name} start ${track.label}`);
      await ready;
      const output = camera(`${name} of ${track.label}`);
      outputs.push(output);
      return output;
    },
    stop: () => void log.push(`${name} stop`),
  };
  return Object.assign(made, { outputs });
}
const label = (pipeline: TrackPipeline): string | null => pipeline.output?.label ?? null;

describe('a pipeline', () => {
  it('gives what it gets, without a processor', () => {
    const changed = vi.fn();
    const pipeline = new TrackPipeline(changed);
    const track = camera();
    pipeline.input(track);
    expect(pipeline.output).toBe(track);
    pipeline.input(null);
    expect(pipeline.output).toBeNull();
    expect(changed).not.toHaveBeenCalled(); // whoever calls knows
  });

  it('goes on as before until the processor is ready, then gives its work', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    const ready = createDeferred<undefined>();
    pipeline.input(camera());
    const processed = pipeline.process(processor('blur', [], ready.promise));
    await macrotask();
    expect(label(pipeline)).toBe('camera');
    ready.resolve(undefined);
    await processed;
    expect(label(pipeline)).toBe('blur of camera');
  });

  it('lets nothing through unprocessed when the device comes after the processor, or changes', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    const log: string[] = [];
    await pipeline.process(processor('blur', log));
    pipeline.input(camera('first'));
    expect(label(pipeline)).toBeNull();
    await macrotask();
    expect(label(pipeline)).toBe('blur of first');
    pipeline.input(camera('second'));
    expect(label(pipeline)).toBeNull();
    await macrotask();
    expect(label(pipeline)).toBe('blur of second');
    expect(log).toEqual(['blur start first', 'blur stop', 'blur start second']);
  });

  describe('with a processor that can go over to another device', () => {
    /** As `processor`, with one output whose frames are those of its input; a change takes until it is let go. */
    function changing(ready: () => Promise<unknown> = () => Promise.resolve()) {
      let from: MediaStreamTrack | null = null;
      const output = camera('blurred');
      const log: string[] = [];
      const made: TrackProcessor = {
        kind: 'video',
        start(track) {
          log.push(`start ${track.label}`);
          from = track;
          return Promise.resolve(output);
        },
        async change(track) {
          log.push(`change to ${track.label}`);
          await ready();
          from = track;
        },
        stop() {
          log.push('stop');
          from = null;
        },
      };
      /** Of which device the frame of now is; null without a frame. */
      const frame = (): string | null => (from?.readyState === 'live' ? from.label : null);
      return Object.assign(made, { output, frame, log });
    }
    const device = (name: string) => {
      const track = camera(name);
      const end = (): void => {
        track.stop();
      };
      return { track, end };
    };

    it('has a frame at every moment of a change, and ends the old device after it', async () => {
      const pipeline = new TrackPipeline(() => undefined);
      const first = device('first');
      const second = device('second');
      const opened = createDeferred<undefined>();
      const blur = changing(() => opened.promise);
      pipeline.input(first.track);
      await pipeline.process(blur);
      pipeline.input(second.track, first.end);
      const frames: (string | null)[] = [];
      for (let frame = 0; frame < 6; frame++) {
        if (frame === 3) opened.resolve(undefined);
        await macrotask();
        frames.push(pipeline.output === blur.output ? blur.frame() : null);
        expect(pipeline.processing).toBe(true);
      }
      expect(frames).toEqual(['first', 'first', 'first', 'second', 'second', 'second']);
      expect([first.track.readyState, blur.output.readyState]).toEqual(['ended', 'live']);
      expect(blur.log).toEqual(['start first', 'change to second']);
    });

    it('follows to the last of several', async () => {
      const pipeline = new TrackPipeline(() => undefined);
      const [first, second, third] = [device('first'), device('second'), device('third')];
      const opened = createDeferred<undefined>();
      const blur = changing(() => opened.promise);
      pipeline.input(first.track);
      await pipeline.process(blur);
      pipeline.input(second.track, first.end);
      await macrotask();
      pipeline.input(third.track, second.end);
      expect(first.track.readyState).toBe('live');
      opened.resolve(undefined);
      await macrotask();
      expect(blur.frame()).toBe('third');
      expect([first.track.readyState, second.track.readyState]).toEqual(['ended', 'ended']);
    });

    it('ends both devices at once when the camera is turned off meanwhile', async () => {
      const pipeline = new TrackPipeline(() => undefined);
      const [first, second] = [device('first'), device('second')];
      const opened = createDeferred<undefined>();
      pipeline.input(first.track);
      await pipeline.process(changing(() => opened.promise));
      pipeline.input(second.track, first.end);
      await macrotask();
      pipeline.input(null, second.end);
      expect([first.track.readyState, second.track.readyState]).toEqual(['ended', 'ended']);
      expect(pipeline.output).toBeNull();
      opened.resolve(undefined);
      await macrotask();
      expect(pipeline.output).toBeNull();
    });

    it('is started anew where it cannot go over', async () => {
      const pipeline = new TrackPipeline(() => undefined);
      const [first, second] = [device('first'), device('second')];
      const blur = changing(() => Promise.reject(new Error('Another size.')));
      pipeline.input(first.track);
      await pipeline.process(blur);
      pipeline.input(second.track, first.end);
      await macrotask();
      expect(blur.log).toEqual(['start first', 'change to second', 'stop', 'start second']);
      expect([blur.frame(), first.track.readyState]).toEqual(['second', 'ended']);
    });
  });

  it('hands over to another processor without a gap, and ends the first after that', async () => {
    const changed = vi.fn();
    const pipeline = new TrackPipeline(() => {
      changed(label(pipeline));
    });
    pipeline.input(camera());
    const blur = processor('blur');
    await pipeline.process(blur);
    await pipeline.process(processor('beach'));
    expect(changed.mock.calls.flat()).toEqual(['blur of camera', 'beach of camera']);
    expect(blur.outputs[0]?.readyState).toBe('ended');
  });

  it('goes back to the device without a processor, and stops what that made', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    const track = camera();
    pipeline.input(track);
    const blur = processor('blur');
    await pipeline.process(blur);
    await pipeline.process(null);
    expect(pipeline.output).toBe(track);
    expect(blur.outputs[0]?.readyState).toBe('ended');
    expect(track.readyState).toBe('live');
  });

  it('is as it was when a processor does not start, and says why', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    const track = camera();
    pipeline.input(track);
    const log: string[] = [];
    const broken: TrackProcessor = {
      kind: 'video',
      start: () => Promise.reject(new Error('No WebGL.')),
      stop: () => void log.push('stop'),
    };
    await expect(pipeline.process(broken)).rejects.toMatchObject({ code: 90_000_001, message: 'No WebGL.' });
    expect(pipeline.output).toBe(track);
    expect([pipeline.processor, pipeline.error]).toEqual([null, null]);
    expect(log).toEqual(['stop']);
    const blur = processor('blur');
    await pipeline.process(blur);
    await expect(pipeline.process(broken)).rejects.toThrow('No WebGL.');
    expect(label(pipeline)).toBe('blur of camera');
  });

  it('withholds what a processor fails to process later, and says why until it is taken off', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    let broken = false;
    const blur = processor('blur');
    await pipeline.process({
      kind: 'video',
      start: (track) => (broken ? Promise.reject(new Error('Lost the GPU.')) : blur.start(track)),
      stop: () => undefined,
    });
    pipeline.input(camera('first'));
    await macrotask();
    broken = true;
    pipeline.input(camera('second'));
    await macrotask();
    expect(pipeline.output).toBeNull();
    expect(pipeline.error?.message).toBe('Lost the GPU.');
    await pipeline.process(null);
    expect(label(pipeline)).toBe('second');
    expect(pipeline.error).toBeNull();
  });

  it('starts once for a processor that is set, taken and set again in one moment', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    pipeline.input(camera());
    const log: string[] = [];
    const blur = processor('blur', log);
    void pipeline.process(blur);
    void pipeline.process(null);
    await pipeline.process(blur);
    expect(log).toEqual(['blur start camera']);
    expect(label(pipeline)).toBe('blur of camera');
  });

  it('ends what starts after it was closed', async () => {
    const pipeline = new TrackPipeline(() => undefined);
    const ready = createDeferred<undefined>();
    const blur = processor('blur', [], ready.promise);
    pipeline.input(camera());
    void pipeline.process(blur);
    await macrotask();
    pipeline.close();
    ready.resolve(undefined);
    await macrotask();
    expect(pipeline.output).toBeNull();
    expect(blur.outputs[0]?.readyState).toBe('ended');
  });
});
