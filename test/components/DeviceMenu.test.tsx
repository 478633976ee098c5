import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ControlBar } from '../../src/components/ControlBar/ControlBar.js';
import { DeviceMenu } from '../../src/components/DeviceMenu/DeviceMenu.js';
import { NetworkQualityIndicator } from '../../src/components/NetworkQualityIndicator/NetworkQualityIndicator.js';
import { useDevices } from '../../src/hooks/media/useDevices.js';
import { fakeDevices } from '../../src/testing/index.js';
import { inRoom } from './support/stage.js';

const devices = fakeDevices([
  { kind: 'camera', label: 'Alpha' },
  { kind: 'camera', label: 'Beta' },
  { kind: 'camera', label: 'Gamma' },
  { kind: 'microphone', label: 'Mike' },
  { kind: 'speaker', label: 'Loud' },
]);
const button = (): HTMLElement => screen.getByRole('button', { name: 'Choose: Camera' });
const item = (name: string): HTMLElement => screen.getByRole('menuitemradio', { name });
const menu = (
  <>
    <DeviceMenu kind="camera" />
    <button>After</button>
  </>
);

function Chosen(): string {
  return `chosen: ${useDevices('camera').selectedId ?? 'none'}`;
}

afterEach(() => {
  localStorage.clear(); // choices are remembered there
});

describe('DeviceMenu', () => {
  it('is a button with a menu of radios that says which one is chosen', async () => {
    const { user } = await inRoom(menu, { browser: { devices } });
    expect(button()).toHaveAttribute('aria-haspopup', 'menu');
    expect(button()).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('menu')).toBeNull();
    await user.click(button());
    expect(button()).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByRole('menu')).toHaveAccessibleName('Choose: Camera');
    expect(screen.getByRole('group', { name: 'Camera' })).toContainElement(item('Beta'));
    expect(item('Alpha')).toBeChecked();
    expect(item('Alpha')).toHaveFocus();
  });

  it.each([
    ['{ArrowDown}', 'Alpha'],
    ['{ArrowUp}', 'Gamma'],
    ['{Enter}', 'Alpha'],
    [' ', 'Alpha'],
  ])('opens with the key "%s" at %s', async (key, name) => {
    const { user } = await inRoom(menu, { browser: { devices } });
    button().focus();
    await user.keyboard(key);
    expect(item(name)).toHaveFocus();
  });

  it.each([
    ['{ArrowDown}', 'Beta'],
    ['{ArrowUp}', 'Gamma'],
    ['{End}', 'Gamma'],
    ['{End}{ArrowDown}', 'Alpha'],
    ['{End}{Home}', 'Alpha'],
    ['b', 'Beta'],
    ['ga', 'Alpha'],
  ])('goes with "%s" to %s', async (keys, name) => {
    const { user } = await inRoom(menu, { browser: { devices } });
    await user.click(button());
    await user.keyboard(keys);
    expect(item(name)).toHaveFocus();
  });

  it('chooses by keyboard, closes, and gives the focus back', async () => {
    const { user, backend } = await inRoom(
      <>
        {menu}
        <Chosen />
      </>,
      { browser: { devices } },
    );
    await user.click(button());
    await user.keyboard('{ArrowDown}{Enter}');
    await backend.settle();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button()).toHaveFocus();
    expect(screen.getByText(/^chosen: .+/)).not.toHaveTextContent('none');
    await user.keyboard('{Enter}');
    expect(item('Beta')).toBeChecked();
    expect(item('Beta')).toHaveFocus();
  });

  it('closes with Escape, with Tab and with a press elsewhere, and chooses nothing', async () => {
    const { user } = await inRoom(
      <>
        {menu}
        <Chosen />
      </>,
      { browser: { devices } },
    );
    await user.click(button());
    await user.keyboard('{ArrowDown}{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button()).toHaveFocus();
    await user.keyboard('{Enter}');
    await user.tab();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(screen.getByText('After')).toHaveFocus();
    await user.click(button());
    await user.click(screen.getByText('After'));
    expect(screen.queryByRole('menu')).toBeNull();
    expect(screen.getByText('chosen: none')).toBeInTheDocument();
  });

  it('has a group for each kind', async () => {
    const { user } = await inRoom(<DeviceMenu kind={['microphone', 'speaker']} />, { browser: { devices } });
    await user.click(screen.getByRole('button', { name: 'Choose: Microphone and Speaker' }));
    expect(screen.getAllByRole('group').map((group) => group.textContent)).toEqual([
      'MicrophoneMike',
      'SpeakerLoud',
    ]);
  });

  it('offers all kinds where none is named', async () => {
    const { user } = await inRoom(<DeviceMenu />, { browser: { devices } });
    await user.click(screen.getByRole('button', { name: 'Choose: Microphone, Speaker, and Camera' }));
    expect(screen.getAllByRole('group')).toHaveLength(3);
    expect(item('Loud')).toBeInTheDocument();
    expect(item('Gamma')).toBeInTheDocument();
  });

  it('asks for access where the browser hides the names', async () => {
    const { user, browser } = await inRoom(menu, { browser: { devices, permission: 'prompt' } });
    await user.click(button());
    await user.click(screen.getByRole('menuitem', { name: 'Allow camera' }));
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('says what stands in the way, and does nothing then', async () => {
    const { user } = await inRoom(menu, { browser: { devices, permission: 'denied' } });
    await user.click(button());
    const entry = screen.getByRole('menuitem', { name: /The camera is blocked/ });
    expect(entry).toHaveAttribute('aria-disabled', 'true');
    await user.click(entry);
    expect(screen.getByRole('menu')).toBeInTheDocument();
  });
});

describe('ControlBar', () => {
  it('has every control of a meeting, by name', async () => {
    await inRoom(<ControlBar />, { media: {}, browser: { devices } });
    const names = screen.getAllByRole('button').map((control) => control.textContent);
    expect(screen.getByRole('group', { name: 'Meeting controls' })).toBeInTheDocument();
    expect(names).toEqual([
      'Mute microphone',
      'Choose: Microphone and Speaker',
      'Turn camera off',
      'Choose: Camera',
      'Share screen',
      'Leave',
    ]);
  });
});

describe('NetworkQualityIndicator', () => {
  it('says that nothing is known yet', async () => {
    await inRoom(<NetworkQualityIndicator />, { media: {} });
    const sign = screen.getByRole('img', { name: 'Connection quality not known' });
    expect(sign).toHaveAttribute('data-quality', '0');
    expect(sign.querySelectorAll('[data-filled]')).toHaveLength(0);
  });
});
