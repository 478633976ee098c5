import { act } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { usePictureInPicture } from '../../../src/hooks/media/usePictureInPicture.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();

async function withCamera(config: { video?: boolean; audio?: boolean } = { video: true }) {
  const rendered = renderHookWithHummer(
    () => {
      const camera = useLocalStream(config);
      return { camera, pip: usePictureInPicture(camera.streamKey) };
    },
    { backend: stage.backend, strict: true },
  );
  await stage.backend.settle();
  return rendered;
}
const shown = (): MediaStreamTrack | undefined =>
  (
    (document.pictureInPictureElement as HTMLVideoElement | null)?.srcObject as MediaStream | null
  )?.getTracks()[0];

describe('usePictureInPicture', () => {
  it('shows the stream in the window, and takes it out', async () => {
    const { result } = await withCamera();
    expect(result.current.pip).toMatchObject({ active: false, supported: true, error: null });
    await act(() => result.current.pip.enter());
    expect(result.current.pip.active).toBe(true);
    expect(shown()).toBe(result.current.camera.stream.getVideoTrack());
    await act(() => result.current.pip.exit());
    expect(result.current.pip.active).toBe(false);
    expect(document.pictureInPictureElement).toBeNull();
  });

  it('knows that the user closed the window', async () => {
    const { result } = await withCamera();
    await act(() => result.current.pip.enter());
    act(() => {
      stage.browser.closePictureInPicture();
    });
    expect(result.current.pip.active).toBe(false);
  });

  it('goes on with another camera', async () => {
    const { result } = await withCamera();
    await act(() => result.current.pip.enter());
    stage.browser.machine.plug({ kind: 'camera', deviceId: 'other' });
    await stage.backend.settle();
    await act(() => result.current.camera.switchDevice('camera', 'other'));
    expect(shown()?.getSettings().deviceId).toBe('other');
    expect(result.current.pip.active).toBe(true);
  });

  it('closes with the last component that shows it', async () => {
    const { result, unmount } = await withCamera();
    await act(() => result.current.pip.enter());
    unmount();
    await stage.backend.clock.tick(200);
    expect(document.pictureInPictureElement).toBeNull();
  });

  it('refuses without a picture, without a click and without a window', async () => {
    const silent = await withCamera({ audio: true });
    await act(async () => {
      await expect(silent.result.current.pip.enter()).rejects.toMatchObject({ code: 90_100_001 });
    });
    silent.unmount();
    await stage.backend.clock.tick(200);
    const { result } = await withCamera();
    const gesture = vi
      .spyOn(HTMLVideoElement.prototype, 'requestPictureInPicture')
      .mockRejectedValue(new DOMException('No gesture.', 'NotAllowedError'));
    await act(async () => {
      await expect(result.current.pip.enter()).rejects.toMatchObject({ code: 90_100_021 });
    });
    gesture.mockRestore();
    expect(result.current.pip).toMatchObject({ active: false, error: { code: 90_100_021 } });
    Object.defineProperty(document, 'pictureInPictureEnabled', { value: false, configurable: true });
    await act(async () => {
      await expect(result.current.pip.enter()).rejects.toMatchObject({ code: 90_100_025 });
    });
  });
});
