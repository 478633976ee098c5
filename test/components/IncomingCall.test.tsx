import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IncomingCall } from '../../src/components/IncomingCall/IncomingCall.js';
import { IncomingCallAccept } from '../../src/components/IncomingCall/IncomingCallAccept.js';
import { IncomingCallRoot } from '../../src/components/IncomingCall/IncomingCallRoot.js';
import { ringAudio } from '../../src/components/internal/ringing/RingAudio.js';
import { RINGTONE } from '../../src/components/internal/ringing/tones.js';
import type { Hummer } from '../../src/core/hummer.js';
import { HummerProvider } from '../../src/hooks/connection/HummerProvider.js';
import { useHummer } from '../../src/hooks/connection/useHummer.js';
import { useCall } from '../../src/hooks/compose/useCall.js';
import { zh } from '../../src/locales/zh.js';
import { ringsFrom, settled } from './support/calls.js';
import { inRoom } from './support/stage.js';

const outside = { room: undefined as never };
const dialog = (): HTMLElement => screen.getByRole('alertdialog');
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

function State(): string {
  return `call: ${useCall().state}`;
}
function Video(): string {
  return `video: ${useCall().video}`;
}
function Chinese(): ReactElement {
  return (
    <HummerProvider hummer={useHummer() as Hummer} strings={zh} locale="zh">
      <IncomingCall />
    </HummerProvider>
  );
}
const phone = (
  <>
    <button>Somewhere</button>
    <IncomingCall />
    <State />
  </>
);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('IncomingCall', () => {
  it('is absent while nobody calls', async () => {
    await inRoom(phone, outside);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('says who calls and how, as name and description of a modal dialog that has the focus', async () => {
    const { backend } = await inRoom(<IncomingCall nameOf={() => 'Ana Silva'} />, outside);
    await ringsFrom(backend, 'ana');
    expect(dialog()).toHaveAccessibleName('Ana Silva');
    expect(dialog()).toHaveAccessibleDescription('Incoming call');
    expect(dialog()).toHaveAttribute('aria-modal', 'true');
    expect(dialog()).toHaveFocus();
  });

  it('names the others of a group', async () => {
    const { backend } = await inRoom(phone, outside);
    await ringsFrom(backend, 'ana', { others: ['bob', 'chen'] });
    expect(dialog()).toHaveAccessibleDescription('Incoming group call with bob and chen');
    expect(dialog()).toHaveAttribute('data-group', 'true');
  });

  it('neither answers nor declines for whoever is typing when it rings', async () => {
    const { backend, user } = await inRoom(phone, outside);
    screen.getByText('Somewhere').focus();
    await ringsFrom(backend, 'ana');
    await user.keyboard('yes {Enter}');
    await settled(backend);
    expect(dialog()).toBeInTheDocument();
    expect(screen.getByText('call: ringing')).toBeInTheDocument();
  });

  it('accepts by keyboard, and gives the focus back', async () => {
    const { backend, user } = await inRoom(phone, outside);
    screen.getByText('Somewhere').focus();
    await ringsFrom(backend, 'ana');
    await user.tab();
    expect(button('Decline')).toHaveFocus();
    await user.tab();
    expect(button('Accept')).toHaveFocus();
    await user.keyboard('{Enter}');
    await settled(backend);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(screen.getByText('call: connecting')).toBeInTheDocument();
    expect(screen.getByText('Somewhere')).toHaveFocus();
  });

  it('declines, and the caller hears of it', async () => {
    const { backend, user } = await inRoom(phone, outside);
    const inviteID = await ringsFrom(backend, 'ana');
    await user.click(button('Decline'));
    await settled(backend);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await expect(backend.peer('ana').cancel({ inviteID })).rejects.toThrow();
  });

  it('offers to accept without video what is offered with it', async () => {
    const { backend, user } = await inRoom(
      <>
        <IncomingCall />
        <Video />
      </>,
      outside,
    );
    await ringsFrom(backend, 'ana', { video: true });
    expect(dialog()).toHaveAccessibleDescription('Incoming video call');
    expect(button('Accept with video')).toBeInTheDocument();
    await user.click(button('Accept without video'));
    await settled(backend);
    expect(screen.getByText('video: false')).toBeInTheDocument();
  });

  it('goes when the caller gives up, and when time is over', async () => {
    const { backend } = await inRoom(phone, outside);
    await ringsFrom(backend, 'ana');
    await backend.peer('ana').cancel();
    await settled(backend);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await ringsFrom(backend, 'ana', { timeout: 5 });
    expect(dialog()).toBeInTheDocument();
    await backend.clock.tick(6000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it.each(['Escape', 'the bell'])(
    'is silenced by %s: the page has its focus, the caller still waits',
    async (by) => {
      const { backend, user } = await inRoom(phone, outside);
      screen.getByText('Somewhere').focus();
      await ringsFrom(backend, 'ana');
      await user.tab();
      if (by === 'Escape') await user.keyboard('{Escape}');
      else await user.click(button('Silence'));
      await settled(backend);
      expect(dialog()).toHaveAttribute('data-silenced', 'true');
      expect(dialog()).not.toHaveAttribute('aria-modal');
      expect(screen.getByText('Somewhere')).toHaveFocus();
      expect(screen.queryByRole('button', { name: 'Silence' })).toBeNull();
      await user.click(button('Accept'));
      await settled(backend);
      expect(screen.getByText('call: connecting')).toBeInTheDocument();
    },
  );

  it('leaves the focus alone where it is not modal, and is announced once', async () => {
    const { backend } = await inRoom(
      <>
        <button>Somewhere</button>
        <IncomingCall modal={false} />
      </>,
      outside,
    );
    screen.getByText('Somewhere').focus();
    await ringsFrom(backend, 'ana');
    expect(screen.getByText('Somewhere')).toHaveFocus();
    const region = document.querySelector('[data-hummer-live-region]')!;
    await backend.clock.tick(1500);
    expect(region).toHaveTextContent('ana is calling. Incoming call');
    region.textContent = '';
    await backend.clock.tick(5000);
    expect(region).toBeEmptyDOMElement();
  });

  it('does not cut off whoever is in another call, and says what accepting does', async () => {
    const { backend, user } = await inRoom(phone, outside);
    await ringsFrom(backend, 'ana');
    await user.click(button('Accept'));
    await settled(backend);
    await ringsFrom(backend, 'bob');
    expect(dialog()).toHaveAccessibleName('bob');
    expect(dialog()).not.toHaveAttribute('aria-modal');
    expect(dialog()).toHaveAccessibleDescription('Incoming call. Accepting ends the call that you are in.');
  });

  it('rings aloud until it is answered', async () => {
    const stop = vi.fn();
    const play = vi.spyOn(ringAudio, 'play').mockReturnValue({ stop, setVolume: vi.fn() });
    const { backend, user } = await inRoom(<IncomingCall volume={0.3} />, outside);
    await ringsFrom(backend, 'ana');
    await backend.clock.tick(1000); // tabs agree on who rings
    expect(play).toHaveBeenCalledTimes(1);
    expect(play).toHaveBeenCalledWith(RINGTONE, 0.3);
    await user.click(button('Decline'));
    await settled(backend);
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('stops ringing when it is silenced', async () => {
    const stop = vi.fn();
    vi.spyOn(ringAudio, 'play').mockReturnValue({ stop, setVolume: vi.fn() });
    const { backend, user } = await inRoom(<IncomingCall />, outside);
    await ringsFrom(backend, 'ana');
    await backend.clock.tick(1000);
    await user.keyboard('{Escape}');
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('makes no sound where the app wants none', async () => {
    const play = vi.spyOn(ringAudio, 'play');
    const { backend } = await inRoom(<IncomingCall ringtone={false} />, outside);
    await ringsFrom(backend, 'ana');
    await backend.clock.tick(1000);
    expect(play).not.toHaveBeenCalled();
  });

  it('blinks who calls in the title, and gives the title back', async () => {
    document.title = 'My app';
    const { backend } = await inRoom(<IncomingCall />, outside);
    await ringsFrom(backend, 'ana');
    expect(document.title).toBe('ana is calling');
    await backend.peer('ana').cancel();
    await settled(backend);
    expect(document.title).toBe('My app');
  });

  it('tells the app of its own parts, classes and handlers, and lets it prevent ours', async () => {
    const { backend, user } = await inRoom(
      <>
        <IncomingCallRoot className={({ video }) => (video ? 'with-video' : 'without')}>
          <IncomingCallAccept
            onClick={(event) => {
              event.preventDefault();
            }}
          >
            Take it
          </IncomingCallAccept>
        </IncomingCallRoot>
        <State />
      </>,
      outside,
    );
    await ringsFrom(backend, 'ana');
    expect(dialog()).toHaveClass('hummer-IncomingCall', 'hummer-CallCard', 'without');
    await user.click(button('Take it'));
    await settled(backend);
    expect(screen.getByText('call: ringing')).toBeInTheDocument();
  });

  it('speaks the words of the provider', async () => {
    const { backend } = await inRoom(<Chinese />, outside);
    await ringsFrom(backend, 'ana', { video: true });
    expect(dialog()).toHaveAccessibleDescription('视频来电');
    expect(dialog()).toHaveAttribute('lang', 'zh');
  });

  it('names the root that a part lacks', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    return expect(inRoom(<IncomingCallAccept />)).rejects.toThrow('Put it inside <IncomingCallRoot>');
  });
});
