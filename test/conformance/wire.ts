import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import type { Transport, TransportSocket } from '../../src/core/transport/Transport.js';
import type { Bus } from '../../src/server/ports/Bus.js';
import type { Link, Namespace, Reply } from '../../src/server/ports/Link.js';
import { eventually } from '../support/eventually.js';

/** A wire under test: a client's transport at one end, a server's namespaces at the other. */
export interface Wire {
  readonly transport: Transport;
  readonly url: string;
  readonly bus: Bus;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

interface Heard {
  readonly event: unknown;
  readonly payload: unknown;
  readonly reply: Reply | undefined;
}

const PATIENCE = 5_000;

/**
 * What `core/transport/Transport.ts`, `server/ports/Link.ts` and `server/ports/Bus.ts` promise, from end to end: the wire of
 * the test kit must behave as socket.io does, or what passes on it proves nothing.
 */
export function wireConformance(
  name: string,
  open: (namespaces: Readonly<Record<'/hummer' | '/', Namespace>>) => Promise<Wire>,
): void {
  describe(`${name} as a wire`, () => {
    let wire: Wire;
    let links: Link[];
    let heard: Heard[];
    let answer: (heard: Heard) => void;
    let closed: Mock<() => void>;
    const sockets: TransportSocket[] = [];

    beforeEach(async () => {
      links = [];
      heard = [];
      closed = vi.fn<() => void>();
      answer = ({ reply }) => reply?.('success', { data: {} });
      const namespace: Namespace = {
        accept(link) {
          links.push(link);
          return {
            receive(event, payload, reply) {
              const one = { event, payload, reply };
              heard.push(one);
              answer(one);
            },
            closed,
          };
        },
      };
      wire = await open({ '/hummer': namespace, '/': namespace });
    });
    afterEach(async () => {
      for (const socket of sockets.splice(0)) socket.close();
      await wire.close();
    });

    async function connect(namespace: '/hummer' | '/' = '/hummer') {
      const before = links.length;
      const socket = wire.transport.socket({ url: wire.url, namespace });
      sockets.push(socket);
      await socket.connect(PATIENCE);
      await eventually(() => {
        expect(links.length).toBeGreaterThan(before);
      });
      const link = links.at(-1);
      if (!link) throw new Error('The server got no link.');
      return { socket, link };
    }

    it('wraps requests in data, and leaves `token` as it is, in both directions', async () => {
      const { socket } = await connect();
      answer = ({ event, reply }) => reply?.('success', event === 'token' ? { id: 1 } : { data: { id: 2 } });
      expect(await socket.request('token', { a: 1 }, PATIENCE)).toEqual({ id: 1 });
      expect(await socket.request('room:join', { b: 2 }, PATIENCE)).toEqual({ id: 2 });
      expect(heard.map(({ event, payload }) => [event, payload])).toEqual([
        ['token', { a: 1 }],
        ['room:join', { data: { b: 2 } }],
      ]);
    });

    it('rejects with the code and the words of an error answer', async () => {
      const { socket } = await connect();
      answer = ({ reply }) => reply?.('error', { errcode: 5102, errmsg: 'The room is full.' });
      await expect(socket.request('room:join', {}, PATIENCE)).rejects.toMatchObject({
        code: 5102,
        message: 'The room is full.',
      });
    });

    it('rejects with 1005 when no answer comes in time', async () => {
      const { socket } = await connect();
      answer = () => undefined;
      await expect(socket.request('silence', {}, 30)).rejects.toMatchObject({ code: 1005 });
    });

    it('rejects with 1007 what waits when the connection breaks, and says so once to each side', async () => {
      const { socket } = await connect();
      answer = () => undefined;
      const dropped = vi.fn();
      socket.onDrop(dropped);
      const waiting = socket.request('silence', {}, PATIENCE);
      const rejected = expect(waiting).rejects.toMatchObject({ code: 1007 });
      await eventually(() => {
        expect(heard).toHaveLength(1);
      });
      wire.cut();
      await rejected;
      await eventually(() => {
        expect(closed).toHaveBeenCalledTimes(1);
      });
      expect(dropped).toHaveBeenCalledTimes(1);
      expect(socket.connected).toBe(false);
      await expect(socket.request('late', {}, PATIENCE)).rejects.toMatchObject({ code: 1007 });
    });

    it('keeps the order of what one client sends', async () => {
      const { socket } = await connect();
      await Promise.all(Array.from({ length: 50 }, (_, i) => socket.request(`e${String(i)}`, {}, PATIENCE)));
      expect(heard.map(({ event }) => event)).toEqual(Array.from({ length: 50 }, (_, i) => `e${String(i)}`));
    });

    it('keeps notifications, publishes and answers in the order of the calls', async () => {
      const { socket, link } = await connect();
      const seen: string[] = [];
      socket.onEvent((event) => seen.push(event));
      link.follow('topic');
      answer = ({ reply }) => {
        link.notify('first', {});
        wire.bus.publish('topic', 'second', {});
        link.notify('third', {});
        reply?.('success', { data: {} });
        link.notify('fifth', {});
      };
      await socket.request('go', {}, PATIENCE);
      seen.push('answered');
      await eventually(() => {
        expect(seen).toContain('fifth');
      });
      expect(seen.filter((event) => event !== 'fifth')).toEqual(['first', 'second', 'third', 'answered']);
    });

    it('hands over copies, as JSON has them', async () => {
      const { socket, link } = await connect();
      const seen = vi.fn();
      socket.onEvent(seen);
      const data = { list: ['a'], nothing: undefined, when: new Date(0), none: null };
      link.notify('copy', data);
      data.list.push('b');
      await eventually(() => {
        expect(seen).toHaveBeenCalled();
      });
      const [, received] = seen.mock.calls[0] as [string, typeof data];
      expect(received).toEqual({ list: ['a'], when: '1970-01-01T00:00:00.000Z', none: null });
    });

    it('publishes to those who follow a topic, and to nobody else', async () => {
      const [ann, bob, eve] = [await connect(), await connect(), await connect()];
      const seen: string[] = [];
      for (const [name, { socket }] of Object.entries({ ann, bob, eve })) {
        socket.onEvent((event) => seen.push(`${name} ${event}`));
      }
      ann.link.follow('topic');
      bob.link.follow('topic');
      bob.link.unfollow('topic');
      wire.bus.publish('topic', 'news', {});
      for (const { link } of [ann, bob, eve]) link.notify('end', {});
      await eventually(() => {
        expect(seen).toHaveLength(4);
      });
      expect(seen.toSorted()).toEqual(['ann end', 'ann news', 'bob end', 'eve end']);
    });

    it('lets the server ask: an answer resolves, a refusal rejects with its code', async () => {
      const { socket, link } = await connect();
      socket.onEvent((event, _data, respond) => {
        if (event === 'yes') respond?.({ ok: true, data: { fine: true } });
        if (event === 'no') respond?.({ ok: false, errcode: 403, errmsg: 'not mine' });
      });
      await expect(link.request('yes', {}, PATIENCE)).resolves.toEqual({ fine: true });
      await expect(link.request('no', {}, PATIENCE)).rejects.toMatchObject({ code: 403 });
    });

    it('rejects what the server asks when the client is silent, or gone', async () => {
      const { socket, link } = await connect();
      await expect(link.request('silence', {}, 30)).rejects.toThrow();
      const asked = link.request('silence', {}, PATIENCE);
      const rejected = expect(asked).rejects.toThrow();
      socket.close();
      await rejected;
      await expect(link.request('late', {}, PATIENCE)).rejects.toThrow();
    });

    it('delivers what the server sent before it closed, and no more after', async () => {
      const { socket, link } = await connect();
      const seen: string[] = [];
      socket.onEvent((event) => seen.push(event));
      socket.onDrop(() => seen.push('dropped'));
      link.notify('kicked', {});
      link.close();
      link.close();
      link.notify('ghost', {});
      await eventually(() => {
        expect(seen).toContain('dropped');
      });
      expect(seen).toEqual(['kicked', 'dropped']);
      expect(closed).toHaveBeenCalledTimes(1);
    });

    it('leaves one namespace without the other', async () => {
      const room = await connect('/hummer');
      const media = await connect('/');
      const dropped = vi.fn();
      room.socket.onDrop(dropped);
      media.link.close();
      await eventually(() => {
        expect(media.socket.connected).toBe(false);
      });
      await room.socket.request('still here', {}, PATIENCE);
      expect(dropped).not.toHaveBeenCalled();
    });

    it('delivers nothing after the client closed', async () => {
      const { socket, link } = await connect();
      const seen = vi.fn();
      socket.onEvent(seen);
      socket.onDrop(seen);
      link.notify('under way', {});
      socket.close();
      await eventually(() => {
        expect(closed).toHaveBeenCalledTimes(1);
      });
      expect(seen).not.toHaveBeenCalled();
    });

    it('knows whether the other side still answers', async () => {
      const { socket, link } = await connect();
      expect(await link.alive(PATIENCE)).toBe(true);
      socket.close();
      await eventually(async () => {
        expect(await link.alive(50)).toBe(false);
      });
    });
  });
}
