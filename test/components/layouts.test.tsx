import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreJoin } from '../../src/components/PreJoin/PreJoin.js';
import type { PreJoinChoice } from '../../src/components/PreJoin/PreJoinContext.js';
import { ScreenShareView } from '../../src/components/ScreenShareView/ScreenShareView.js';
import { SpeakerLayout } from '../../src/components/SpeakerLayout/SpeakerLayout.js';
import { StatsOverlay } from '../../src/components/StatsOverlay/StatsOverlay.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const media = { media: {} };
const tile = (name: string): HTMLElement => screen.getByRole('group', { name });
const main = (): string | null =>
  document.querySelector('[data-main] [role=group]')?.getAttribute('aria-label') ?? null;

afterEach(() => {
  localStorage.clear();
});

describe('SpeakerLayout', () => {
  it('shows one large, the first of the others until somebody speaks', async () => {
    const { backend } = await inRoom(<SpeakerLayout />, media);
    expect(main()).toBe('me (you)');
    await joins(backend, 'ana', { publishes: true });
    await joins(backend, 'bob', { publishes: true });
    expect(main()).toBe('ana');
    expect(within(screen.getByRole('list', { name: 'Videos' })).getAllByRole('listitem')).toHaveLength(3);
  });

  it('goes to who speaks and stays there, with the same video elements', async () => {
    const { backend } = await inRoom(<SpeakerLayout />, media);
    await joins(backend, 'ana', { publishes: true });
    const bob = await joins(backend, 'bob', { publishes: true });
    const before = [tile('ana'), tile('bob')].map((element) => element.querySelector('video'));
    bob.speak(0.8);
    await act(() => backend.clock.tick(3000));
    expect(main()).toBe('bob');
    bob.speak(0);
    await act(() => backend.clock.tick(5000));
    expect(main()).toBe('bob');
    expect([tile('ana'), tile('bob')].map((element) => element.querySelector('video'))).toEqual(before);
    await bob.leave();
    await backend.settle();
    expect(main()).toBe('ana');
  });

  it('shows what the app pins, in tiles of the app', async () => {
    const stream = { streamId: 's', uid: 'ana', source: 'main', isLocal: false } as const;
    await inRoom(
      <SpeakerLayout streams={[stream]} main={stream}>
        {({ uid }, large) => <b>{`${uid} ${large ? 'large' : 'small'}`}</b>}
      </SpeakerLayout>,
      media,
    );
    expect(screen.getByText('ana large')).toBeInTheDocument();
  });
});

describe('ScreenShareView', () => {
  it('is absent while nobody shares', async () => {
    const { container } = await inRoom(<ScreenShareView />, media);
    expect(container).toBeEmptyDOMElement();
  });

  it('shows a screen whole, and fills the own one on request', async () => {
    const screenKey = { streamId: 's', uid: 'ana', source: 'screen', isLocal: false } as const;
    const { user } = await inRoom(<ScreenShareView stream={screenKey} />, media);
    expect(tile('Screen of ana')).toHaveAttribute('data-source', 'screen');
    const request = vi.fn(() => Promise.reject(new Error('Refused.')));
    document.querySelector<HTMLElement>('.hummer-ScreenShareView')!.requestFullscreen = request;
    await user.click(screen.getByRole('button', { name: 'Full screen' }));
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('fills the screen of a phone that does so for videos only', async () => {
    const { backend, user } = await inRoom(<ScreenShareView />, media);
    await backend.peer('ana').publish(ROOM, { screen: true });
    await backend.settle();
    const enter = vi.fn();
    Object.assign(tile('Screen of ana').querySelector('video')!, { webkitEnterFullscreen: enter });
    await user.click(screen.getByRole('button', { name: 'Full screen' }));
    expect(enter).toHaveBeenCalledTimes(1);
  });
});

describe('PreJoin', () => {
  const join = vi.fn<(choice: PreJoinChoice) => void>();
  const name = (): HTMLElement => screen.getByRole('textbox', { name: 'Your name' });
  afterEach(() => {
    join.mockReset();
  });

  it('shows oneself, and joins with the name by Enter', async () => {
    const { user, browser } = await inRoom(<PreJoin onJoin={join} />);
    expect(browser.machine.capturing('camera')).toBe(true);
    await user.type(name(), ' Ana {Enter}');
    expect(name().closest('label')).toHaveTextContent('Your name');
    expect(join).toHaveBeenCalledExactlyOnceWith({ displayName: 'Ana', audio: true, video: true });
    expect(screen.getByRole('form', { name: 'Before you join' })).toHaveAttribute('data-status', 'ready');
  });

  it('does not join without a name', async () => {
    const { user } = await inRoom(<PreJoin onJoin={join} />);
    await user.click(screen.getByRole('button', { name: 'Join' }));
    expect(join).not.toHaveBeenCalled();
    expect(name()).toBeInvalid();
  });

  it('remembers name, microphone and camera', async () => {
    const first = await inRoom(<PreJoin onJoin={join} />);
    await first.user.type(name(), 'Ana');
    await first.user.click(screen.getByRole('button', { name: 'Turn camera off' }));
    await first.backend.settle();
    await first.user.click(screen.getByRole('button', { name: 'Join' }));
    expect(join).toHaveBeenLastCalledWith({ displayName: 'Ana', audio: true, video: false });
    first.unmount();

    const second = await inRoom(<PreJoin onJoin={join} defaultName="Somebody" />);
    await second.backend.settle();
    expect(name()).toHaveValue('Ana');
    expect(screen.getByRole('button', { name: 'Turn camera off' })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('button', { name: 'Mute microphone' })).toHaveAttribute('aria-pressed', 'false');
  });

  it('remembers nothing where it is not to, and survives what it cannot read', async () => {
    localStorage.setItem('hummer-pre-join', '{"displayName":7,');
    const { user } = await inRoom(<PreJoin onJoin={join} remembers={false} defaultName="Bob" />);
    expect(name()).toHaveValue('Bob');
    await user.click(screen.getByRole('button', { name: 'Join' }));
    expect(localStorage.getItem('hummer-pre-join')).toBe('{"displayName":7,');
  });

  it('lets in whoever refuses the devices', async () => {
    const { user } = await inRoom(<PreJoin onJoin={join} defaultName="Bob" />, {
      browser: { permission: 'denied' },
    });
    await user.click(screen.getByRole('button', { name: 'Join' }));
    expect(join).toHaveBeenCalledWith({ displayName: 'Bob', audio: false, video: false });
  });
});

describe('StatsOverlay', () => {
  it('is a named table with its heads', async () => {
    await inRoom(<StatsOverlay />, media);
    const region = screen.getByRole('region', { name: 'Statistics' });
    const heads = within(region).getAllByRole('columnheader');
    expect(heads.map((head) => head.textContent)).toContain('Loss, %');
  });
});
