import { describe, expect, it } from 'vitest';
import { useRemoteStream } from '../../../src/hooks/media/useRemoteStream.js';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useScreenShare } from '../../../src/hooks/media/useScreenShare.js';
import { RtcErrorCode } from '../../../src/protocol/rtcCodes.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../../hooks/support/mediaStage.js';

const ROOM = 'demo';
const stage = mediaStage();

describe('a screen of a test peer', () => {
  function watch() {
    const use = () => {
      const [camera] = useRemoteStreams(ROOM, { source: 'main' });
      const [screen] = useRemoteStreams(ROOM, { source: 'screen' });
      const share = useScreenShare(ROOM);
      return { camera, screen, share, shown: useRemoteStream(screen ?? null) };
    };
    return renderHookWithHummer(use, { backend: stage.backend, room: ROOM, media: {} }).result;
  }

  it('is a stream of its own, beside the camera, until it is unpublished', async () => {
    const result = watch();
    await stage.backend.settle();
    const ana = stage.backend.peer('ana');
    await ana.join(ROOM);
    await ana.publish(ROOM, { video: true, screen: true });
    await stage.backend.settle();
    expect(result.current.screen).toMatchObject({ uid: 'ana', source: 'screen' });
    expect(result.current.camera).toMatchObject({ uid: 'ana', source: 'main' });
    expect(result.current.shown).toMatchObject({ hasVideo: true, hasAudio: false });
    await ana.unpublish(ROOM, { screen: true });
    await stage.backend.settle();
    expect(result.current.screen).toBeUndefined();
    expect(result.current.camera).toMatchObject({ uid: 'ana' });
  });

  it('has its sound, if it is published with it', async () => {
    const result = watch();
    await stage.backend.settle();
    await stage.backend.peer('ana').publish(ROOM, { screen: true, screenAudio: true });
    await stage.backend.settle();
    expect(result.current.shown).toMatchObject({ hasVideo: true, hasAudio: true });
  });

  it('stays when the microphone is muted', async () => {
    const result = watch();
    await stage.backend.settle();
    const ana = stage.backend.peer('ana');
    await ana.publish(ROOM, { audio: true, screen: true, screenAudio: true });
    await ana.mute('audio');
    await stage.backend.settle();
    expect(result.current.shown).toMatchObject({ audioMuted: false, videoMuted: false });
  });

  it('is the one of its room, as on a server: the next is refused, also of a hook', async () => {
    const result = watch();
    await stage.backend.settle();
    await stage.backend.peer('ana').publish(ROOM, { screen: true });
    await expect(stage.backend.peer('bob').publish(ROOM, { screen: true })).rejects.toMatchObject({
      code: RtcErrorCode.DESKTOP_NUMBER_OUT_OF_RANGE,
    });
    await result.current.share.start().catch(() => undefined);
    await stage.backend.settle();
    expect(result.current.share).toMatchObject({
      status: 'failed',
      error: { code: RtcErrorCode.DESKTOP_NUMBER_OUT_OF_RANGE },
    });
  });
});
