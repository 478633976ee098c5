import { describe, expect, it, vi } from 'vitest';
import {
  createMemoryTransport,
  type Pipe,
  type PipeAck,
} from '../../../src/core/transport/memoryTransport.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';

const address = { url: 'memory://server', namespace: '/hummer' } as const;

/** A pipe whose far end is the test. */
function scriptedPipe() {
  const acks: PipeAck[] = [];
  const closed = vi.fn();
  let receive: Parameters<Pipe['receive']>[0] = () => undefined;
  let onClosed: (detail: string) => void = () => undefined;
  const sent: unknown[] = [];
  const pipe: Pipe = {
    emit(event, payload, ack) {
      sent.push([event, payload]);
      acks.push(ack);
    },
    receive: (handler) => void (receive = handler),
    closed: (handler) => void (onClosed = handler),
    close: closed,
  };
  return {
    pipe,
    sent,
    acks,
    closed,
    say: (event: string, payload: unknown, ack?: PipeAck) => {
      receive(event, payload, ack);
    },
    breakOff: () => {
      onClosed('broken');
    },
  };
}

async function connected() {
  const clock = createControlledClock();
  const far = scriptedPipe();
  const socket = createMemoryTransport(() => Promise.resolve(far.pipe), clock).socket(address);
  await socket.connect(100);
  return { clock, far, socket };
}

describe('a socket over memory', () => {
  it('uses the envelope in both directions, except for `token`', async () => {
    const { far, socket } = await connected();
    const heard = vi.fn();
    socket.onEvent(heard);
    const [join, token] = [
      socket.request('room:join', { a: 1 }, 100),
      socket.request('token', { b: 2 }, 100),
    ];
    expect(far.sent).toEqual([
      ['room:join', { data: { a: 1 } }],
      ['token', { b: 2 }],
    ]);
    far.acks[0]?.('success', { data: 'joined' });
    far.acks[1]?.('success', { clientId: 'c' });
    far.say('said', { data: 3 });
    await expect(join).resolves.toBe('joined');
    await expect(token).resolves.toEqual({ clientId: 'c' });
    expect(heard).toHaveBeenCalledExactlyOnceWith('said', 3, undefined);
  });

  it('settles every request: refused, late, cut off, closed, not connected', async () => {
    const { clock, far, socket } = await connected();
    const refused = expect(socket.request('a', {}, 100)).rejects.toMatchObject({ code: 3000, message: 'no' });
    far.acks[0]?.('error', { errcode: 3000, errmsg: 'no' });
    await refused;
    const late = expect(socket.request('b', {}, 100)).rejects.toMatchObject({ code: 1005 });
    await clock.tick(100);
    await late;
    const cut = expect(socket.request('c', {}, 100)).rejects.toMatchObject({
      code: 1007,
      context: { outcome: 'unknown' },
    });
    far.breakOff();
    await cut;
    await expect(socket.request('d', {}, 100)).rejects.toMatchObject({
      code: 1007,
      context: { outcome: 'not-sent' },
    });
    expect(clock.pending()).toBe(0);
  });

  it('tells of a break but not of its own close, and is silent after either', async () => {
    const { far, socket } = await connected();
    const [heard, dropped] = [vi.fn(), vi.fn()];
    socket.onEvent(heard);
    socket.onDrop(dropped);
    socket.close();
    far.breakOff();
    far.say('late', { data: 1 });
    expect(far.closed).toHaveBeenCalledTimes(1);
    expect(heard).not.toHaveBeenCalled();
    expect(dropped).not.toHaveBeenCalled();
    expect(socket.connected).toBe(false);
  });

  it('answers a request of the server', async () => {
    const { far, socket } = await connected();
    const ack = vi.fn();
    socket.onEvent((_event, _data, respond) => {
      respond?.({ ok: true, data: { taken: true } });
    });
    far.say('newConsumer', { data: {} }, ack);
    expect(ack).toHaveBeenCalledExactlyOnceWith('success', { data: { taken: true } });
  });

  it('rejects as its dialling does, or when that takes too long', async () => {
    const clock = createControlledClock();
    const refused = new HummerError(4003, 'full');
    const to = (dial: () => Promise<Pipe>) => createMemoryTransport(dial, clock).socket(address).connect(100);
    await expect(to(() => Promise.reject(refused))).rejects.toBe(refused);
    await expect(to(() => Promise.reject(new Error('no')))).rejects.toMatchObject({ code: 1007 });
    const slow = expect(to(() => new Promise(() => undefined))).rejects.toMatchObject({ code: 1005 });
    await clock.tick(100);
    await slow;
  });
});
