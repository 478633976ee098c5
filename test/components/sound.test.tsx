import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { AudioRenderer } from '../../src/components/AudioRenderer/AudioRenderer.js';
import { StartAudio } from '../../src/components/StartAudio/StartAudio.js';
import { inRoom, joins } from './support/stage.js';

it('AudioRenderer plays everybody else and shows nothing', async () => {
  const { backend, container } = await inRoom(<AudioRenderer />, { media: {} });
  await joins(backend, 'ana', { publishes: true });
  expect(container).toBeEmptyDOMElement();
  const [audio] = document.querySelectorAll('audio');
  expect((audio!.srcObject as MediaStream).getAudioTracks()).toHaveLength(1);
  expect(audio!.paused).toBe(false);
});

it('StartAudio is there only while the browser waits for a gesture', async () => {
  const { backend, browser, user } = await inRoom(
    <div tabIndex={-1} data-testid="around">
      <AudioRenderer />
      <StartAudio />
    </div>,
    { media: {}, browser: { autoplay: 'blocked' } },
  );
  expect(screen.queryByRole('button')).toBeNull();
  await joins(backend, 'ana', { publishes: true });
  const button = screen.getByRole('button', { name: 'Turn on sound' });
  expect(screen.getByText('Your browser waits for a click before it plays sound.')).toBeInTheDocument();
  browser.gesture();
  await user.click(button);
  await backend.settle();
  expect(screen.queryByRole('button')).toBeNull();
  expect(document.querySelector('audio')!.paused).toBe(false);
  // The button is gone, the place of whoever works with the keyboard is not.
  expect(screen.getByTestId('around')).toHaveFocus();
});
