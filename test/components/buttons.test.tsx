import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { CameraButton } from '../../src/components/CameraButton/CameraButton.js';
import { LeaveButton } from '../../src/components/LeaveButton/LeaveButton.js';
import { MicButton } from '../../src/components/MicButton/MicButton.js';
import { useLocalStream } from '../../src/hooks/media/useLocalStream.js';
import { useRoom } from '../../src/hooks/rooms/useRoom.js';
import { useRtc } from '../../src/hooks/media/useRtc.js';
import { inRoom, ROOM } from './support/stage.js';

function Captured({ children }: { children: ReactElement }): ReactElement {
  useLocalStream({ audio: true, video: true });
  return children;
}

describe.each([
  { Button: MicButton, name: 'Mute microphone', device: 'microphone' },
  { Button: CameraButton, name: 'Turn camera off', device: 'camera' },
] as const)('$device button', ({ Button, name, device }) => {
  const button = (): HTMLElement => screen.getByRole('button', { name });

  it('is a toggle with one name in both states', async () => {
    const { user, backend } = await inRoom(
      <Captured>
        <Button />
      </Captured>,
    );
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    await user.click(button());
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    expect(button()).toHaveAttribute('data-muted', 'true');
    await user.click(button());
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    expect(button()).not.toHaveAttribute('data-muted');
  });

  it('works with the keyboard', async () => {
    const { user, backend } = await inRoom(
      <Captured>
        <Button />
      </Captured>,
    );
    await user.tab();
    expect(button()).toHaveFocus();
    await user.keyboard(' ');
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'true');
  });

  it("runs the user's handler first and leaves its own out on preventDefault", async () => {
    const { user, backend } = await inRoom(
      <Captured>
        <Button
          onClick={(event) => {
            event.preventDefault();
          }}
        />
      </Captured>,
    );
    await user.click(button());
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
  });

  it('shows what the app says when the app holds it, and only tells of a press', async () => {
    const change = vi.fn();
    const { user, browser, backend } = await inRoom(
      <Captured>
        <Button pressed onPressedChange={change} />
      </Captured>,
    );
    await user.click(button());
    await backend.settle();
    expect(change).toHaveBeenCalledWith(false);
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    expect(browser.machine.tracks(device).every(({ enabled }) => enabled)).toBe(true);
  });

  it('tries once more when the device was refused before', async () => {
    const { user, browser, backend } = await inRoom(
      <Captured>
        <Button />
      </Captured>,
      { browser: { permission: 'denied' } },
    );
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    browser.machine.setPermission(device, 'granted');
    await user.click(button());
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    expect(browser.machine.capturing(device)).toBe(true);
  });

  it('cannot be pressed while there is nothing to switch', async () => {
    await inRoom(<Button />);
    expect(button()).toBeDisabled();
  });

  it('takes words of its user in the place of its own', async () => {
    await inRoom(<Button pressed={false}>Quiet</Button>);
    expect(screen.getByRole('button', { name: 'Quiet' })).not.toHaveAttribute('data-icon');
  });
});

function Status(): ReactElement {
  const room = useRoom(ROOM);
  const rtc = useRtc(ROOM);
  return (
    <p>
      room {room.status}, media {rtc.status}
    </p>
  );
}

it('LeaveButton leaves room and media at once, and tells', async () => {
  const onLeave = vi.fn();
  const { user, backend } = await inRoom(
    <>
      <LeaveButton onLeave={onLeave} />
      <Status />
    </>,
    { media: {} },
  );
  expect(screen.getByText('room joined, media joined')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Leave' }));
  expect(onLeave).toHaveBeenCalledTimes(1);
  await backend.settle();
  expect(screen.getByText('room left, media left')).toBeInTheDocument();
});
