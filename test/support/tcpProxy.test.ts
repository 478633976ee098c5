import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTcpProxy, type TcpProxy } from './tcpProxy.js';

describe('tcpProxy', () => {
  let echo: net.Server;
  let proxy: TcpProxy;

  beforeEach(async () => {
    echo = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await createTcpProxy({ port: (echo.address() as net.AddressInfo).port });
  });
  afterEach(async () => {
    await proxy.close();
    echo.close();
  });

  async function connect(): Promise<{
    socket: net.Socket;
    received: () => string;
    closed: Promise<unknown>;
  }> {
    const socket = net.connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await once(socket, 'connect');
    return { socket, received: () => text, closed };
  }

  it('passes bytes both ways, in order', async () => {
    const { socket, received } = await connect();
    socket.write('one ');
    socket.write('two');
    await expect.poll(received).toBe('one two');
  });

  it('holds bytes back while stalled and lets them go in order', async () => {
    const { socket, received } = await connect();
    proxy.stall('down');
    socket.write('held');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received()).toBe('');
    proxy.flow();
    await expect.poll(received).toBe('held');
  });

  it('cuts open connections and accepts new ones', async () => {
    const first = await connect();
    first.socket.write('x');
    await expect.poll(first.received).toBe('x');
    proxy.cut();
    await first.closed;
    const second = await connect();
    second.socket.write('again');
    await expect.poll(second.received).toBe('again');
  });

  it('refuses connections while down', async () => {
    proxy.down();
    const refused = net.connect(proxy.port, '127.0.0.1');
    refused.on('error', () => undefined);
    await new Promise((resolve) => refused.on('close', resolve));
    proxy.up();
    const { socket, received } = await connect();
    socket.write('back');
    await expect.poll(received).toBe('back');
  });

  it('tears a chunk in the middle', async () => {
    const { socket, received, closed } = await connect();
    proxy.halve('up');
    socket.write('12345678');
    await closed;
    expect(['', '1234']).toContain(received());
  });

  it('delays bytes without reordering them', async () => {
    const { socket, received } = await connect();
    proxy.delay(30);
    socket.write('a');
    socket.write('b');
    expect(received()).toBe('');
    await expect.poll(received).toBe('ab');
  });

  it('swallows one direction until the cut', async () => {
    const { socket, received, closed } = await connect();
    socket.write('heard');
    await expect.poll(received).toBe('heard');
    proxy.swallow('down');
    socket.write('lost');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received()).toBe('heard');
    proxy.cut();
    await closed;
  });
});
