import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalsOf } from '../../../src/core/internals.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import { memberKey } from '../../../src/store/clientStore.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

bringRtc();

describe('membership of a room’s media', () => {
  let stage: Stage;
  let ann: StageClient;

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
  });

  afterEach(() => stage.close());

  it('joins once for two holders and leaves 200 ms after the last', async () => {
    const first = await ann.join();
    const second = await ann.join();
    first();
    await stage.tick(1_000);
    expect(ann.rtc()?.status).toBe('joined');
    second();
    await stage.tick(199);
    expect(ann.rtc()?.status).toBe('joined');
    await stage.tick(1);
    expect(ann.rtc()).toBeUndefined();
    expect(stage.asked('ann', 'join')).toBe(1);
    expect(stage.asked('ann', 'leave')).toBe(1);
    expect(stage.server.media.stats()).toMatchObject({ transports: 0, producers: 0, consumers: 0 });
  });

  it('goes on to another room as a speaker, which the server allows in one only', async () => {
    const first = await ann.join();
    first();
    const second = ann.media.acquire('cn:elsewhere', {});
    await stage.settle();
    expect(ann.store.rtc.get('cn:elsewhere')).toMatchObject({ status: 'joined', error: null });
    expect(ann.rtc()).toBeUndefined();
    const back = ann.media.acquire(ROOM, {});
    second.release();
    await stage.settle();
    expect(ann.rtc()?.status).toBe('joined');
    back.release();
  });

  it('stays in a room that it still holds when it joins another', async () => {
    await ann.join({ role: 'audience' });
    const other = ann.media.acquire('cn:elsewhere', {});
    await stage.tick(1_000);
    expect(ann.rtc()?.status).toBe('joined');
    expect(ann.store.rtc.get('cn:elsewhere')?.status).toBe('joined');
    other.release();
  });

  it('survives the double mount of StrictMode as one join', async () => {
    ann.media.acquire(ROOM, {}).release();
    const hold = ann.media.acquire(ROOM, {});
    await stage.tick(1_000);
    expect(stage.asked('ann', 'join')).toBe(1);
    expect(ann.rtc()?.status).toBe('joined');
    hold.release();
    hold.release();
    await stage.tick(200);
    expect(stage.asked('ann', 'leave')).toBe(1);
  });

  describe('nobody needs any more', () => {
    /** The object that stands for the room now. */
    const room = (): unknown => {
      const kept = ann.media.keepRoom(ROOM);
      kept.release();
      return kept.room;
    };

    it('is forgotten, and joined anew by who comes back, with the same functions', async () => {
      const release = await ann.join();
      const first = room();
      const actions = ann.media.rtcActions(ROOM);
      await stage.tick(1_000);
      expect(room()).toBe(first);
      release();
      await stage.tick(200);
      expect(room()).not.toBe(first);
      expect(ann.media.rtcActions(ROOM)).toBe(actions);
      const back = await ann.join();
      expect(ann.rtc()?.status).toBe('joined');
      await actions.leave();
      expect(ann.rtc()).toMatchObject({ status: 'left', leftReason: 'leave' });
      expect([stage.asked('ann', 'join'), stage.asked('ann', 'leave')]).toEqual([2, 2]);
      back();
    });

    it('stays for who publishes into it, hears it or watches who comes', async () => {
      for (const keep of [
        () => ann.media.acquirePublication(ROOM, 'main', {}),
        () => ann.media.attachRemoteAudio(ROOM),
        () => ann.media.watchPeers(ROOM, () => undefined),
      ]) {
        const release = await ann.join();
        const end = keep();
        const first = room();
        release();
        await stage.tick(1_000);
        expect(room()).toBe(first);
        end();
        await stage.tick(1_000);
        expect(room()).not.toBe(first);
      }
    });

    it('stays for its client, which hears of the next time in it too', async () => {
      const client = ann.media.rtcClient(ROOM);
      const states: string[] = [];
      client.on('connection-state-changed', ({ curState }) => states.push(curState));
      (await ann.join())();
      await stage.tick(200);
      (await ann.join())();
      await stage.tick(200);
      expect(states.filter((state) => state === 'CONNECTED')).toHaveLength(2);
    });

    it('goes with a client of the app’s own when that leaves', async () => {
      const client = ann.hummer.rtc.createClient();
      await client.join('demo', {});
      const first = room();
      expect(room()).toBe(first);
      await client.leave();
      await stage.settle();
      expect(room()).not.toBe(first);
      expect(ann.rtc()).toBeUndefined();
    });

    it('stays while somebody called join() and has not left', async () => {
      await ann.media.rtcActions(ROOM).join();
      const first = room();
      await stage.tick(1_000);
      expect(room()).toBe(first);
      expect(ann.rtc()?.status).toBe('joined');
    });
  });

  it('does not join for a holder that joins by itself, until it does', async () => {
    await ann.join({ autoJoin: false });
    expect(ann.rtc()?.status ?? 'idle').toBe('idle');
    await ann.media.rtcActions(ROOM).join();
    expect(ann.rtc()?.status).toBe('joined');
  });

  it('waits for the login, and follows a logout and a login of somebody else', async () => {
    const late = await stage.client('late');
    await late.hummer.logout();
    await late.join();
    expect(late.rtc()?.status ?? 'idle').not.toBe('joined');
    await late.hummer.login({ uid: 'late2' });
    await stage.settle();
    expect(late.rtc()?.status).toBe('joined');
    await late.hummer.logout();
    await stage.settle();
    expect(late.rtc()).toMatchObject({ status: 'left', leftReason: 'logout' });
    await late.hummer.login({ uid: 'late3' });
    await stage.settle();
    expect(late.rtc()?.status).toBe('joined');
  });

  it('refuses to join before the login, saying what to do', async () => {
    await ann.hummer.logout();
    await expect(ann.media.rtcActions(ROOM).join()).rejects.toMatchObject({
      code: 1001,
      action: 'reauthenticate',
    });
  });

  it('stays away after leave() until join()', async () => {
    await ann.join();
    await ann.media.rtcActions(ROOM).leave();
    expect(ann.rtc()).toMatchObject({ status: 'left', leftReason: 'leave' });
    stage.network.disconnect('ann');
    await stage.tick(20_000);
    await ann.join();
    expect(ann.rtc()).toMatchObject({ status: 'left', leftReason: 'leave' });
    await ann.media.rtcActions(ROOM).join();
    expect(ann.rtc()?.status).toBe('joined');
  });

  it('is evicted by a later login of the same user, and stays away', async () => {
    await ann.join();
    const again = await stage.client('ann');
    await again.join();
    await stage.tick(30_000);
    expect(ann.rtc()).toMatchObject({ status: 'left', leftReason: 'evicted', error: { code: 90_100_225 } });
    expect(again.rtc()?.status).toBe('joined');
    expect(stage.asked('ann', 'join')).toBe(2);
  });

  it('says that it failed when the server refuses, and does not keep asking', async () => {
    stage.network.failNext('media:token', { errcode: 3000, errmsg: 'Not you.' });
    await ann.join();
    await stage.tick(30_000);
    expect(ann.rtc()).toMatchObject({ status: 'failed', error: { code: 3000, message: 'Not you.' } });
    expect(stage.asked('ann', 'media:token')).toBe(1);
  });

  it('tries again when the refusal says so', async () => {
    stage.network.failNext('join', { errcode: 503, errmsg: 'Busy.' });
    await ann.join();
    await stage.tick(2_000);
    expect(ann.rtc()?.status).toBe('joined');
  });

  it('settles a join that nobody answers, within the stated time', async () => {
    stage.network.drop(({ event }) => event === 'getRouterRtpCapabilities');
    const joined = ann.media.rtcActions(ROOM).join();
    const outcome = expect(joined).rejects.toMatchObject({ code: 90_000_004, action: 'retry' });
    await stage.tick(11_000);
    await outcome;
    expect(ann.rtc()?.status).toBe('failed');
  });

  it('says that the server cannot be reached, or that it does not answer', async () => {
    stage.network.setOffline(true);
    const refused = expect(ann.media.rtcActions(ROOM).join()).rejects.toMatchObject({ action: 'retry' });
    await stage.tick(11_000);
    await refused;
    stage.network.setOffline(false);
  });

  it('says to who waits that the connection does not come back, and goes on trying', async () => {
    await ann.join();
    stage.network.drop(({ event }) => event === 'resume' || event === 'token');
    stage.network.disconnect('ann');
    await stage.settle();
    const waiting = expect(ann.media.rtcActions(ROOM).join()).rejects.toMatchObject({
      code: 90_100_013,
      action: 'retry',
    });
    await stage.tick(11_000);
    await waiting;
    expect(ann.rtc()?.status).toBe('reconnecting');
  });

  it('shows a signature of the app’s instead of its login, and another when that ends', async () => {
    const asked: unknown[] = [];
    const signing = await stage.client('eve', {
      signatureProvider(request) {
        asked.push(request);
        return { signature: 'open', ctime: Math.floor(stage.clock.now() / 1_000) + 60 };
      },
    });
    await signing.join({ role: 'audience' });
    expect(signing.rtc()?.status).toBe('joined');
    expect(asked).toEqual([{ roomId: 'demo', uid: 'eve', role: 2 }]);
    expect(stage.asked('eve', 'media:token')).toBe(0);
    await stage.tick(90_000);
    expect(asked).toHaveLength(2);
    expect(stage.asked('eve', 'renewSignature')).toBe(1);
    await stage.tick(30_000);
    expect(signing.rtc()?.status).toBe('joined');
  });

  it('can be left while it joins', async () => {
    stage.network.drop(({ event }) => event === 'getRouterRtpCapabilities');
    const joined = ann.media.rtcActions(ROOM).join();
    const outcome = expect(joined).rejects.toMatchObject({ code: 90_100_015 });
    await stage.settle();
    void ann.media.rtcActions(ROOM).leave();
    await outcome;
    expect(ann.rtc()).toMatchObject({ status: 'left', leftReason: 'leave' });
    stage.network.drop(() => false);
    await stage.tick(30_000);
    expect(ann.rtc()?.status).toBe('left');
    expect(stage.asked('ann', 'join')).toBe(0);
  });

  it('publishes nothing as audience, says why, and publishes when it becomes a speaker', async () => {
    const hold = ann.media.acquire(ROOM, { role: 'audience' });
    await ann.publish();
    expect(ann.rtc()).toMatchObject({ status: 'joined', role: 'audience' });
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))).toMatchObject({
      status: 'failed',
      error: { code: 90_100_022 },
    });
    hold.update({ role: 'speaker' });
    await stage.settle();
    expect(ann.rtc()?.role).toBe('speaker');
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('published');
    expect(stage.asked('ann', 'join')).toBe(1);

    await ann.media.rtcActions(ROOM).switchRole('audience');
    await stage.settle();
    expect(stage.server.media.stats()).toMatchObject({ producers: 0 });
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('failed');
    await ann.media.rtcActions(ROOM).switchRole('speaker');
    await stage.settle();
    expect(stage.server.media.stats()).toMatchObject({ producers: 2 });
  });

  it('takes up what is asked for while the join is under way', async () => {
    const bob = await stage.client('bob');
    await bob.join();
    await bob.publish({ audio: true });
    stage.network.delay(50);
    const hold = ann.media.acquire(ROOM, { role: 'audience', displayName: 'Ann', autoSubscribe: false });
    await stage.tick(120);
    expect(ann.rtc()?.status).toBe('joining');
    hold.update({ role: 'speaker', displayName: 'Anna', autoSubscribe: true });
    await stage.tick(2_000);
    stage.network.delay(0);
    await ann.publish({ audio: true });
    expect(ann.rtc()).toMatchObject({ status: 'joined', role: 'speaker' });
    expect(stage.asked('ann', 'join')).toBe(1);
    expect(bob.remotes()[0]).toMatchObject({ displayName: 'Anna', hasAudio: true });
    expect(ann.remotes()[0]?.audioTrackId).not.toBeNull();
  });

  it('ends in the role that was asked for last', async () => {
    await ann.join();
    const { switchRole } = ann.media.rtcActions(ROOM);
    const switched = Promise.allSettled([
      switchRole('audience'),
      switchRole('speaker'),
      switchRole('audience'),
    ]);
    await stage.settle();
    await switched;
    expect(ann.rtc()?.role).toBe('audience');
  });

  it('keeps its role when another is refused', async () => {
    await ann.join();
    await ann.publish({ audio: true });
    const bob = await stage.client('bob');
    await bob.join();
    stage.network.failNext('switchRole', { errcode: 403, errmsg: 'Stay.' });
    await expect(ann.media.rtcActions(ROOM).switchRole('audience')).rejects.toMatchObject({
      message: 'Stay.',
    });
    await stage.settle();
    expect(ann.rtc()?.role).toBe('speaker');
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('published');
    expect(stage.asked('ann', 'produce')).toBe(1); // it never went off the air
  });

  it('takes the role that the operator gives, and keeps it until the app asks for another', async () => {
    const hold = ann.media.acquire(ROOM, { role: 'speaker' });
    await ann.publish();
    const publication = () => ann.store.publications.get(memberKey(ROOM, 'main'));
    const give = (role: 0 | 2): Promise<boolean> =>
      stage.server.backend.admin.setRole({ appid: 1, roomId: 'demo' }, 'ann', role);

    expect(await give(2)).toBe(true);
    await stage.settle();
    expect(ann.rtc()?.role).toBe('audience');
    expect(publication()).toMatchObject({ status: 'failed', error: { code: 90_100_022 } });
    expect(stage.server.media.stats()).toMatchObject({ producers: 0 });
    hold.update({ role: 'speaker', displayName: 'Ann' });
    await stage.settle();
    expect(ann.rtc()?.role).toBe('audience');
    expect(stage.asked('ann', 'switchRole')).toBe(0);

    await give(0);
    await stage.settle();
    expect(ann.rtc()?.role).toBe('speaker');
    expect(publication()?.status).toBe('published');
    expect(stage.server.media.stats()).toMatchObject({ producers: 2 });
    expect(stage.asked('ann', 'join')).toBe(1);
  });

  it('comes back as one of the audience after its connection was lost, where the operator made it one', async () => {
    const bob = await stage.client('bob');
    await bob.join();
    await ann.join({ role: 'speaker' });
    await ann.publish();
    await stage.server.backend.admin.setRole({ appid: 1, roomId: 'demo' }, 'ann', 2);
    await stage.settle();
    stage.network.failNext('resume', { errcode: 404, errmsg: 'Gone.' });
    stage.network.disconnect('ann');
    await stage.tick(30_000);
    expect(ann.rtc()).toMatchObject({ status: 'joined', role: 'audience' });
    expect(stage.asked('ann', 'join')).toBe(2);
  });

  it('renames without joining again', async () => {
    const bob = await stage.client('bob');
    await bob.join();
    const hold = ann.media.acquire(ROOM, { displayName: 'Ann' });
    await ann.publish({ audio: true });
    expect(bob.remotes()[0]?.displayName).toBe('Ann');
    hold.update({ displayName: 'Anna' });
    await stage.settle();
    expect(bob.remotes()[0]?.displayName).toBe('Anna');
    expect(stage.asked('ann', 'join')).toBe(1);
  });

  it('leaves when the page goes, and is back when it is shown again', async () => {
    const bob = await stage.client('bob');
    await bob.join();
    await ann.join();
    await ann.publish({ audio: true });
    expect(bob.remotes()).toHaveLength(1);
    ann.page('hide');
    await stage.settle();
    expect(bob.remotes()).toEqual([]);
    ann.page('show');
    await stage.tick(5_000);
    expect(ann.rtc()?.status).toBe('joined');
    expect(bob.remotes()).toHaveLength(1);
  });

  it('ends for good with the client', async () => {
    await ann.join();
    await ann.hummer.destroy();
    await stage.tick(30_000);
    expect(ann.rtc()?.status).toBe('left');
    expect(internalsOf(ann.hummer).store.session.getState().login.status).not.toBe('logged-in');
    expect(stage.server.media.stats()).toMatchObject({ transports: 0 });
  });
});
