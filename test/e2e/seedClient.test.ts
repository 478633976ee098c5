import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { connectSeedClient, type SeedClient } from './support/seedClient.mjs';

describe('a client that knows only seed 003', () => {
  let house: House;
  let page: Page;
  let seed: SeedClient;

  beforeAll(async () => {
    house = await openHouse();
    page = await house.enter({ uid: 'ann', room: 'seed' });
    await page.locator('main[data-publication="published"]').waitFor();
    seed = connectSeedClient(house.server.url);
  });
  afterAll(async () => {
    seed.close();
    await house.close();
  });

  it('is refused before its token', async () => {
    expect(await seed.request('getRouterRtpCapabilities', {})).toMatchObject({ status: 'error' });
  });

  it('joins with a token of the server and hears who is there', async () => {
    const token = await house.server.issueMediaToken({ appid: 1, roomId: 'seed', username: '小明' });
    const admitted = await seed.emit('token', { token, roomid: 'seed', username: '小明' });
    expect(admitted).toMatchObject({ status: 'success', body: { roomId: 'seed' } });
    const capabilities = await seed.request('getRouterRtpCapabilities', {});
    const transport = await seed.request('createWebRtcTransport', {
      forceTcp: false,
      producing: false,
      consuming: true,
    });
    expect(transport).toMatchObject({ status: 'success' });
    const joined = await seed.request('join', {
      displayName: '小明',
      device: { flag: 'chrome', name: 'Chrome', version: '79.0.3945.117' },
      rtpCapabilities: capabilities.body.data,
      sctpCapabilities: {},
    });
    expect(joined.status).toBe('success');
    expect(joined.body.data).toMatchObject({
      peers: [{ displayName: expect.any(String) as string, device: { flag: expect.any(String) as string } }],
    });
  });

  it('receives a consumer for each track of the page, with the fields of the document', async () => {
    await vi.waitFor(() => {
      expect(seed.consumers.map(({ kind }) => kind).toSorted()).toEqual(['audio', 'video']);
    });
    for (const consumer of seed.consumers) {
      expect(Object.keys(consumer).toSorted()).toEqual(
        [
          'appData',
          'id',
          'kind',
          'peerId',
          'producerId',
          'producerPaused',
          'rtpParameters',
          'type',
        ].toSorted(),
      );
    }
  });

  it('gets every statistics call answered', async () => {
    const [consumer] = seed.consumers;
    if (!consumer) throw new Error('There is no consumer to ask about.');
    const transport = await seed.request('createWebRtcTransport', {
      forceTcp: false,
      producing: false,
      consuming: true,
    });
    const { id: transportId } = transport.body.data as { id: string };
    for (const [event, data] of [
      ['getTransportStats', { transportId }],
      ['getConsumerStats', { consumerId: consumer.id }],
    ] as const) {
      const answer = await seed.request(event, data);
      expect(answer.status, event).toBe('success');
      expect(answer.body.data, event).toBeInstanceOf(Array);
      expect((answer.body.data as unknown[]).length, event).toBeGreaterThan(0);
    }
    for (const [event, data] of [
      ['getProducerStats', { producerId: consumer.producerId }],
      ['getDataProducerStats', { dataProducerId: 'none' }],
      ['getDataConsumerStats', { dataConsumerId: 'none' }],
    ] as const) {
      const answer = await seed.request(event, data);
      expect(answer.status, event).toBe('error');
      expect(answer.body.errcode, event).toBe(404);
      expect(answer.body.errmsg, event).not.toBe('');
    }
  });

  it('meets nothing that the document does not know', () => {
    const known = new Set([
      'newConsumer',
      'newDataConsumer',
      'producerScore',
      'newPeer',
      'peerClosed',
      'downlinkBwe',
      'consumerClosed',
      'consumerPaused',
      'consumerResumed',
      'consumerLayersChanged',
      'consumerScore',
      'dataConsumerClosed',
      'activeSpeaker',
    ]);
    expect(seed.notifications.map(({ event }) => event).filter((event) => !known.has(event))).toEqual([]);
  });

  it('shows up in the page as somebody without a stream', async () => {
    expect(await page.locator('[data-remote]').count()).toBe(0);
  });
});
