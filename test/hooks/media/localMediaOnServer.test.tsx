import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Hummer } from '../../../src/core/hummer.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useAudioMixing } from '../../../src/hooks/media/useAudioMixing.js';
import { useMediaPermissions } from '../../../src/hooks/media/useMediaPermissions.js';
import { usePictureInPicture } from '../../../src/hooks/media/usePictureInPicture.js';
import { useRecorder } from '../../../src/hooks/media/useRecorder.js';
import { useScreenShare } from '../../../src/hooks/media/useScreenShare.js';
import { useScreenShareToggle } from '../../../src/hooks/media/useScreenShareToggle.js';
import { useTrackProcessor } from '../../../src/hooks/media/useTrackProcessor.js';
import type { StreamKey } from '../../../src/store/state.js';

const MAIN: StreamKey = Object.freeze({ streamId: 'main', uid: 'me', source: 'main', isLocal: true });
const processor = {
  kind: 'video',
  start: (track: MediaStreamTrack) => Promise.resolve(track),
  stop: () => undefined,
} as const;

function Everything(): ReactElement {
  const said = {
    screen: useScreenShare('demo').status,
    share: useScreenShareToggle('demo').buttonProps.disabled,
    music: useAudioMixing(MAIN).status,
    camera: useMediaPermissions().camera,
    processor: useTrackProcessor(MAIN, processor).status,
    window: usePictureInPicture(MAIN).supported,
    recorder: useRecorder(MAIN).status,
  };
  return <p>{JSON.stringify(said)}</p>;
}

describe('the hooks of local media on a server', () => {
  it('render as idle, touch no device and need no browser', () => {
    const hummer = Hummer.createHummer({ appid: 1, url: 'http://127.0.0.1:9' });
    const html = renderToString(
      <HummerProvider hummer={hummer}>
        <Everything />
      </HummerProvider>,
    );
    expect(JSON.parse(html.replace(/<[^>]*>/g, '').replaceAll('&quot;', '"'))).toEqual({
      screen: 'idle',
      share: false,
      music: 'idle',
      camera: 'unknown',
      processor: 'idle',
      window: false,
      recorder: 'idle',
    });
  });
});
