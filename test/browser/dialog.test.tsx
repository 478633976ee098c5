import { act, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from 'vitest/browser';
import { afterEach, expect, it } from 'vitest';
import { IncomingCall } from '../../src/index.js';
import { createTestBackend, type TestBackend } from '../../src/testing/index.js';
import { createHummerWrapper } from '../../src/testing/react.js';

// What jsdom has not: the browser's own modal dialog, which keeps the focus inside and gives it back.

const backends: TestBackend[] = [];
afterEach(async () => {
  for (const backend of backends.splice(0)) await backend.close();
});

async function ringing(): Promise<void> {
  const backend = createTestBackend();
  backends.push(backend);
  render(
    <>
      <button>Before</button>
      <IncomingCall ringtone={false} />
      <button>After</button>
    </>,
    { wrapper: createHummerWrapper({ backend, uid: 'me' }) },
  );
  await backend.settle();
  screen.getByText('Before').focus();
  const data = JSON.stringify({
    type: 'hummer-call',
    version: 1,
    roomId: 'call',
    region: 'cn',
    video: false,
  });
  await backend.peer('ana').invite('me', { data });
  await backend.settle();
}

const focused = (): string => document.activeElement?.textContent.trim() ?? '';

it('keeps the focus in the dialog of an incoming call, and begins on the dialog itself', async () => {
  await ringing();
  const dialog = await screen.findByRole('alertdialog');
  expect(document.activeElement).toBe(dialog);
  const seen = new Set<string>();
  for (let step = 0; step < 6; step++) {
    await userEvent.keyboard('{Tab}');
    seen.add(focused());
  }
  expect(seen).toContain('Decline');
  expect(seen).toContain('Accept');
  expect(seen).not.toContain('Before');
  expect(seen).not.toContain('After');
});

it('gives the focus back when the call is silenced with Escape, and leaves the card to be answered', async () => {
  await ringing();
  const dialog = await screen.findByRole('alertdialog');
  await userEvent.keyboard('{Tab}{Escape}');
  await waitFor(() => {
    expect(dialog).toHaveAttribute('data-silenced', 'true');
  });
  expect(focused()).toBe('Before');
  expect(dialog).toBeVisible();
  expect(dialog.matches(':modal')).toBe(false);
});

it('gives the focus back when the call is declined', async () => {
  await ringing();
  await userEvent.keyboard('{Tab}{Enter}');
  await waitFor(async () => {
    await act(async () => {
      await backends[0]!.settle();
    });
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
  expect(focused()).toBe('Before');
});
