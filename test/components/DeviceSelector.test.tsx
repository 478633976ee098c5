import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { DeviceSelector } from '../../src/components/DeviceSelector/DeviceSelector.js';
import { fakeDevices } from '../../src/testing/media/fakeDevices.js';
import { inRoom } from './support/stage.js';

const two = fakeDevices([
  { kind: 'camera', label: 'Built-in camera' },
  { kind: 'camera', label: 'Desk camera' },
]);
const select = (): HTMLSelectElement => screen.getByRole('combobox', { name: 'Camera' });
const shown = (): string | undefined => select().selectedOptions[0]?.text;

describe('DeviceSelector', () => {
  it('is a labelled native select over the devices, of which one is chosen and remembered', async () => {
    const { user, backend } = await inRoom(<DeviceSelector kind="camera" />, { browser: { devices: two } });
    await user.selectOptions(select(), 'Desk camera');
    await backend.settle();
    expect(shown()).toBe('Desk camera');
    expect([...select().options].map(({ text }) => text)).toContain('Built-in camera');
  });

  it('asks for nothing by itself; a button does', async () => {
    const { user, browser, backend } = await inRoom(<DeviceSelector kind="camera" />, {
      browser: { devices: two, permission: 'prompt' },
    });
    expect(browser.machine.captures).toBe(0);
    expect(select()).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Allow camera' }));
    browser.machine.answer(true);
    await backend.settle();
    expect(select()).toBeEnabled();
    expect(screen.queryByRole('button')).toBeNull();
    expect(browser.machine.capturing('camera')).toBe(false);
  });

  it('says what to do when access is refused', async () => {
    await inRoom(<DeviceSelector kind="camera" />, { browser: { devices: two, permission: 'denied' } });
    expect(select()).toHaveAccessibleDescription(/The camera is blocked. Allow it in the site settings/);
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(select().closest('.hummer-DeviceSelector')).toHaveAttribute('data-status', 'denied');
  });

  it('tells that the chosen device is unplugged, and returns to it when it is back', async () => {
    const { user, browser, backend } = await inRoom(<DeviceSelector kind="camera" />, {
      browser: { devices: two },
    });
    await user.selectOptions(select(), 'Desk camera');
    await backend.settle();
    browser.machine.unplug(two[1]!.deviceId);
    await backend.settle();
    expect(select()).toHaveAccessibleDescription(/unplugged/);
    browser.machine.plug(two[1]!);
    await backend.settle();
    expect(shown()).toBe('Desk camera');
  });

  it('shows what the app says when the app holds the choice', async () => {
    const change = vi.fn();
    const { user } = await inRoom(
      <DeviceSelector kind="camera" value={two[0]!.deviceId} onValueChange={change} />,
      { browser: { devices: two } },
    );
    await user.selectOptions(select(), 'Desk camera');
    expect(change).toHaveBeenCalledWith(two[1]!.deviceId);
    expect(shown()).toBe('Built-in camera');
  });

  it('says so when there is no device of the kind', async () => {
    await inRoom(<DeviceSelector kind="camera" />, {
      browser: { devices: fakeDevices([{ kind: 'microphone', label: 'Headset' }]) },
    });
    expect(within(select()).getByRole('option')).toHaveTextContent(/No camera found|System default/);
    expect(select()).toBeDisabled();
  });
});
