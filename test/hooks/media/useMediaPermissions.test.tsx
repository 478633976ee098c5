import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useMediaPermissions } from '../../../src/hooks/media/useMediaPermissions.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();
const render = () =>
  renderHookWithHummer(() => useMediaPermissions(), { backend: stage.backend, strict: true });

describe('useMediaPermissions', () => {
  it('shows what is allowed without asking', async () => {
    stage.replaceBrowser({ permission: { camera: 'prompt', microphone: 'granted' } });
    const { result } = render();
    await stage.backend.settle();
    expect(result.current).toMatchObject({ camera: 'prompt', microphone: 'granted', error: null });
    expect(stage.browser.machine.captures).toBe(0);
  });

  it('asks for both with one prompt, and lets the devices go', async () => {
    stage.replaceBrowser({ permission: 'prompt' });
    const { result } = render();
    await stage.backend.settle();
    let asked = Promise.resolve();
    act(() => {
      asked = result.current.request();
    });
    await stage.backend.settle();
    stage.browser.machine.answer(true);
    await act(() => asked);
    expect(result.current).toMatchObject({ camera: 'granted', microphone: 'granted' });
    expect(stage.browser.machine.captures).toBe(1);
    expect(stage.browser.machine.capturing('camera')).toBe(false);
  });

  it('says that it was refused', async () => {
    stage.replaceBrowser({ permission: 'prompt' });
    const { result } = render();
    await stage.backend.settle();
    let asked = Promise.resolve();
    act(() => {
      asked = result.current.request('camera');
    });
    await stage.backend.settle();
    stage.browser.machine.answer(false);
    await act(async () => {
      await expect(asked).rejects.toMatchObject({ code: 90_100_017 });
    });
    expect(result.current).toMatchObject({
      camera: 'denied',
      microphone: 'prompt',
      error: { code: 90_100_017 },
    });
  });

  it('follows what the user changes in the browser', async () => {
    const { result } = render();
    await stage.backend.settle();
    act(() => {
      stage.browser.machine.setPermission('microphone', 'denied');
    });
    await stage.backend.settle();
    expect(result.current).toMatchObject({ camera: 'granted', microphone: 'denied' });
  });
});
