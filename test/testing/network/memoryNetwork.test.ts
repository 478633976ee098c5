import { describe, expect, it, vi } from 'vitest';
import type { Pipe } from '../../../src/core/transport/memoryTransport.js';
import type { Link, LinkHandler, Reply } from '../../../src/server/ports/Link.js';
import { createControlledClock, macrotask } from '../../../src/testing/backend/controlledClock.js';
import { MemoryBus } from '../../../src/testing/network/memoryBus.js';
import { MemoryNetwork } from '../../../src/testing/network/memoryNetwork.js';

/** A server that only writes down what it hears. */
function stage() {
  const clock = createControlledClock();
  const bus = new MemoryBus();
  const network = new MemoryNetwork(clock);
  const links: Link[] = [];
  const heard: { event: unknown; payload: unknown; reply: Reply | undefined }[] = [];
  const closed = vi.fn();
  const namespace = {
    accept(link: Link): LinkHandler {
      links.push(link);
      return { receive: (event, payload, reply) => heard.push({ event, payload, reply }), closed };
    },
  };
  network.serve({ namespaces: { '/hummer': namespace, '/': namespace }, bus });
  const dial = (uid = 'ann'): Promise<Pipe> => network.dialFor(uid)({ url: 'memory:', namespace: '/hummer' });
  return { clock, bus, network, links, heard, closed, dial };
}

describe('memoryNetwork', () => {
  it('hands over copies: the sender changing its object afterwards is not seen', async () => {
    const { dial, heard } = stage();
    const pipe = await dial();
    const payload = { data: { list: ['a'] } };
    pipe.emit('write', payload, () => undefined);
    payload.data.list.push('b');
    await macrotask();
    expect(heard[0]?.payload).toEqual({ data: { list: ['a'] } });
  });

  it('delivers later, never inside the call', async () => {
    const { dial, heard } = stage();
    (await dial()).emit('x', {}, () => undefined);
    expect(heard).toHaveLength(0);
    await macrotask();
    expect(heard).toHaveLength(1);
  });

  it('answers once, whatever the server does', async () => {
    const { dial, heard } = stage();
    const ack = vi.fn();
    (await dial()).emit('x', {}, ack);
    await macrotask();
    heard[0]?.reply?.('success', { data: 1 });
    heard[0]?.reply?.('error', { errcode: 1, errmsg: 'twice' });
    await macrotask();
    expect(ack).toHaveBeenCalledTimes(1);
    expect(ack).toHaveBeenCalledWith('success', { data: 1 });
  });

  it('keeps what a link sends and what its topic publishes in order, also when the delay shrinks', async () => {
    const { dial, links, bus, network, clock } = stage();
    const pipe = await dial();
    const seen: string[] = [];
    pipe.receive((event) => seen.push(event));
    links[0]?.follow('topic');
    network.delay(100);
    bus.publish('topic', 'first', {});
    network.delay(10);
    links[0]?.notify('second', {});
    await clock.tick(100);
    expect(seen).toEqual(['first', 'second']);
  });

  it('is quiet when what is under way waits for the clock, also once the delay is taken back', async () => {
    const { dial, network, clock, heard } = stage();
    const pipe = await dial();
    pipe.emit('x', {}, () => undefined);
    expect(network.quiet()).toBe(false);
    await macrotask();
    heard[0]?.reply?.('success', {});
    await macrotask();
    network.delay(100);
    pipe.emit('late', {}, () => undefined);
    network.delay(0);
    expect(network.quiet()).toBe(true);
    await clock.tick(100);
    expect(heard).toHaveLength(2);
  });

  it('keeps what came before the client listened', async () => {
    const { dial, links } = stage();
    const pipe = await dial();
    links[0]?.notify('early', { a: 1 });
    await macrotask();
    const receive = vi.fn();
    pipe.receive(receive);
    expect(receive).toHaveBeenCalledWith('early', { data: { a: 1 } }, undefined);
  });

  it('delivers what the server sent before it closed, then ends', async () => {
    const { dial, links, closed } = stage();
    const pipe = await dial();
    const seen: string[] = [];
    pipe.receive((event) => seen.push(event));
    pipe.closed(() => seen.push('end'));
    links[0]?.notify('kicked', {});
    links[0]?.close();
    links[0]?.close();
    await macrotask();
    expect(seen).toEqual(['kicked', 'end']);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('loses the frames under way when the connection breaks, and tells both sides once', async () => {
    const { dial, network, heard, closed } = stage();
    const pipe = await dial();
    const end = vi.fn();
    pipe.closed(end);
    pipe.emit('x', {}, () => undefined);
    network.disconnect('ann');
    network.disconnect('ann');
    await macrotask();
    expect(heard).toEqual([]);
    expect(end).toHaveBeenCalledTimes(1);
    expect(closed).toHaveBeenCalledTimes(1);
    expect(network.size()).toBe(0);
  });

  it('breaks only the connections of the uid it is told', async () => {
    const { dial, network } = stage();
    const [ann, bob] = await Promise.all([dial('ann'), dial('bob')]);
    const [annEnd, bobEnd] = [vi.fn(), vi.fn()];
    ann.closed(annEnd);
    bob.closed(bobEnd);
    network.disconnect('ann');
    expect(annEnd).toHaveBeenCalled();
    expect(bobEnd).not.toHaveBeenCalled();
  });

  it('refuses connections while offline', async () => {
    const { dial, network } = stage();
    network.setOffline(true);
    await expect(dial()).rejects.toThrow(/cannot be reached/);
    network.setOffline(false);
    await expect(dial()).resolves.toBeDefined();
  });

  it('fails the next request of an event in the server’s stead, once', async () => {
    const { dial, network, heard } = stage();
    const pipe = await dial();
    network.failNext('room:join', { errcode: 5102, errmsg: 'full' });
    const ack = vi.fn();
    pipe.emit('room:join', {}, ack);
    pipe.emit('room:join', {}, ack);
    await macrotask();
    expect(ack).toHaveBeenCalledExactlyOnceWith('error', { errcode: 5102, errmsg: 'full' });
    expect(heard).toHaveLength(1);
  });

  it('drops the frames it is told to, in either direction', async () => {
    const { dial, network, heard, links } = stage();
    const pipe = await dial();
    const receive = vi.fn();
    pipe.receive(receive);
    network.drop(({ uid, direction, event }) => uid === 'ann' && (direction === 'down' || event === 'lost'));
    pipe.emit('lost', {}, () => undefined);
    pipe.emit('kept', {}, () => undefined);
    links[0]?.notify('news', {});
    await macrotask();
    expect(heard.map(({ event }) => event)).toEqual(['kept']);
    expect(receive).not.toHaveBeenCalled();
  });

  it('lets the server ask, and rejects when the client refuses, is silent or goes', async () => {
    const { dial, links, clock } = stage();
    const pipe = await dial();
    pipe.receive((event, _payload, ack) => {
      if (event === 'yes') ack?.('success', { data: { ok: true } });
      if (event === 'no') ack?.('error', { errcode: 403, errmsg: 'not mine' });
    });
    const link = links[0];
    if (!link) throw new Error('No link.');
    await expect(link.request('yes', {}, 100)).resolves.toEqual({ ok: true });
    await expect(link.request('no', {}, 100)).rejects.toMatchObject({ code: 403 });
    const silent = expect(link.request('silent', {}, 100)).rejects.toMatchObject({ code: 1005 });
    await clock.tick(100);
    await silent;
    const gone = expect(link.request('silent', {}, 100)).rejects.toMatchObject({ code: 1007 });
    pipe.close();
    await gone;
    expect(clock.pending()).toBe(0);
  });

  it('forgets a topic with its last follower', async () => {
    const { dial, links, bus } = stage();
    const pipe = await dial();
    links[0]?.follow('topic');
    expect(bus.size()).toBe(1);
    pipe.close();
    expect(bus.size()).toBe(0);
  });
});
