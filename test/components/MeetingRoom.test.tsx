import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MeetingRoom } from '../../src/components/MeetingRoom/MeetingRoom.js';
import { createTestBackend } from '../../src/testing/index.js';
import { zh } from '../../src/locales/zh.js';
import { HummerProvider } from '../../src/hooks/connection/HummerProvider.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const meeting = <MeetingRoom roomId={ROOM} displayName="Maxi" />;
const tiles = (): (string | null)[] =>
  within(document.querySelector<HTMLElement>('.hummer-VideoGrid__tiles')!)
    .queryAllByRole('group')
    .map((tile) => tile.getAttribute('aria-label'));
const outside = { room: undefined as never };

describe('MeetingRoom', () => {
  it('joins, captures, publishes, and shows everybody by name in the order they came', async () => {
    const { backend, browser } = await inRoom(meeting, outside);
    await joins(backend, 'ana', { displayName: 'Ana', publishes: true });
    await joins(backend, 'bob', { displayName: 'Bob' });
    expect(screen.getByRole('region', { name: 'Meeting demo' })).toHaveAttribute('data-status', 'joined');
    expect(tiles()).toEqual(['Maxi (you)', 'Ana', 'Bob']);
    expect(browser.machine.capturing('camera')).toBe(true);
    expect(screen.getByRole('heading', { name: '3 people' })).toBeInTheDocument();
    await backend.peer('bob').publish(ROOM);
    await backend.settle();
    expect(tiles()).toEqual(['Maxi (you)', 'Ana', 'Bob']);
  });

  it('tells who is alone that others may come', async () => {
    const { backend } = await inRoom(meeting, outside);
    expect(screen.getByText(/Nobody else is here yet/)).toBeInTheDocument();
    await joins(backend, 'ana');
    expect(screen.queryByText(/Nobody else is here yet/)).toBeNull();
  });

  it('leaves by the button: devices are let go, the reason takes the focus, and there is a way back', async () => {
    const onLeave = vi.fn();
    const { backend, browser, user } = await inRoom(<MeetingRoom roomId={ROOM} onLeave={onLeave} />, outside);
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    await backend.clock.tick(1000);
    expect(onLeave).toHaveBeenCalledTimes(1);
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(browser.machine.capturing('microphone')).toBe(false);
    expect(screen.getByRole('heading', { name: 'You left the meeting' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Join again' }));
    await backend.clock.tick(1000);
    expect(screen.getByRole('region')).toHaveAttribute('data-status', 'joined');
    expect(tiles()).toEqual(['me (you)']);
    expect(browser.machine.capturing('camera')).toBe(true);
  });

  it.each([
    ['kicked', 'You were removed from the meeting', true],
    ['banned', 'You may not join this meeting', false],
    ['dismissed', 'The meeting has ended', false],
  ] as const)('says why one is out when %s', async (reason, title, mayReturn) => {
    const { backend, browser } = await inRoom(meeting, outside);
    if (reason === 'kicked') await backend.server.kick(ROOM, 'me');
    if (reason === 'banned') await backend.server.ban(ROOM, 'me', 60);
    if (reason === 'dismissed') await backend.server.dismiss(ROOM);
    await backend.clock.tick(1000);
    expect(screen.getByRole('heading', { name: title })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Join again' }) !== null).toBe(mayReturn);
    expect(browser.machine.capturing('camera')).toBe(false);
  });

  it('goes on without camera and microphone when they are refused, and tries again on request', async () => {
    const { backend, browser, user } = await inRoom(meeting, {
      ...outside,
      browser: { permission: 'denied' },
    });
    await joins(backend, 'ana', { publishes: true });
    const notice = screen.getByRole('alert');
    expect(notice).toHaveTextContent(/Camera and microphone are blocked/);
    expect(tiles()).toEqual(['me (you)', 'ana'].map((name) => name.replace('me', 'Maxi')));
    browser.machine.setPermission('camera', 'granted');
    await user.click(within(notice).getByRole('button', { name: 'Try again' }));
    await backend.settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(browser.machine.capturing('camera')).toBe(true);
  });

  it('captures by itself once the user has allowed it in the browser', async () => {
    const { backend, browser } = await inRoom(meeting, { ...outside, browser: { permission: 'denied' } });
    await act(async () => {
      browser.machine.setPermission('camera', 'granted');
      browser.machine.setPermission('microphone', 'granted');
      await backend.settle();
    });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(browser.machine.capturing('camera')).toBe(true);
    expect(browser.machine.capturing('microphone')).toBe(true);
  });

  it('lets the notice be dismissed, and keeps the focus in the meeting', async () => {
    const { user } = await inRoom(meeting, { ...outside, browser: { permission: 'denied' } });
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('region')).toHaveFocus();
  });

  it('has the devices beside what they are for, in menus for the keyboard', async () => {
    const { backend, user } = await inRoom(meeting, outside);
    const button = screen.getByRole('button', { name: 'Choose: Microphone and Speaker' });
    button.focus();
    await user.keyboard('{Enter}');
    await backend.settle();
    expect(screen.getByRole('group', { name: 'Speaker' })).toBeInTheDocument();
    expect(screen.getAllByRole('menuitemradio')[0]).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(button).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Choose: Camera' }));
    await backend.settle();
    expect(screen.getByRole('menuitemradio', { checked: true })).toBeInTheDocument();
  });

  it('closes the panel, and counts what is written meanwhile', async () => {
    const { backend, user } = await inRoom(meeting, outside);
    const ana = await joins(backend, 'ana');
    await user.click(screen.getByRole('button', { name: 'People and chat' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    await ana.send(ROOM, 'one');
    await ana.send(ROOM, 'two');
    await backend.settle();
    const button = screen.getByRole('button', { name: 'People and chat 2 new messages' });
    await user.click(button);
    expect(within(screen.getByRole('log')).getByText('two')).toBeInTheDocument();
    expect(button).toHaveAccessibleName('People and chat');
  });

  describe('with a shared screen', () => {
    const large = (): string | null =>
      document.querySelector('[data-main] [role=group]')?.getAttribute('aria-label') ?? null;
    const video = (name: string): HTMLVideoElement | null =>
      screen.getByRole('group', { name }).querySelector('video');
    const layoutButton = (): HTMLElement => screen.getByRole('button', { name: 'Speaker view' });

    it('shows it large as soon as somebody shares, and the grid again when it ends, with the same elements', async () => {
      const { backend } = await inRoom(meeting, outside);
      const ana = await joins(backend, 'ana', { displayName: 'Ana', publishes: true });
      const [mine, hers] = [video('Maxi (you)'), video('Ana')];
      await ana.publish(ROOM, { screen: true, screenAudio: true });
      await backend.settle();
      expect(large()).toBe('Screen of Ana');
      expect(layoutButton()).toHaveAttribute('aria-pressed', 'true');
      expect([video('Maxi (you)'), video('Ana')]).toEqual([mine, hers]);
      expect(video('Ana')).toBe(hers);
      expect(screen.getByRole('button', { name: 'Full screen' })).toBeInTheDocument();
      await ana.unpublish(ROOM, { screen: true, screenAudio: true });
      await backend.settle();
      expect(tiles()).toEqual(['Maxi (you)', 'Ana']);
      expect(video('Ana')).toBe(hers);
    });

    it('keeps the layout that the user chose for this screen, and shows the next one large again', async () => {
      const { backend, user } = await inRoom(meeting, outside);
      const ana = await joins(backend, 'ana', { displayName: 'Ana', publishes: true });
      await ana.publish(ROOM, { screen: true });
      await backend.settle();
      await user.click(layoutButton());
      expect(tiles()).toEqual(['Maxi (you)', 'Ana', 'Screen of Ana']);
      await ana.unpublish(ROOM, { screen: true });
      await backend.settle();
      const bob = await joins(backend, 'bob');
      await bob.publish(ROOM, { screen: true });
      await backend.settle();
      expect(large()).toBe('Screen of bob');
    });

    it('keeps the focus in the meeting when what had it ends with the screen', async () => {
      const { backend } = await inRoom(meeting, outside);
      const ana = await joins(backend, 'ana', { publishes: true });
      await ana.publish(ROOM, { screen: true });
      await backend.settle();
      screen.getByRole('button', { name: 'Full screen' }).focus();
      await ana.unpublish(ROOM, { screen: true });
      await backend.settle();
      expect(screen.getByRole('region')).toHaveFocus();
    });

    it('shares one’s own by the button, with its sound, and stops by the same', async () => {
      const { backend, browser, user } = await inRoom(meeting, outside);
      await joins(backend, 'ana');
      const share = screen.getByRole('button', { name: 'Share screen' });
      await user.click(share);
      await backend.settle();
      expect(browser.machine.screen.tracks.map(({ kind }) => kind)).toEqual(['video', 'audio']);
      expect(share).toHaveAttribute('aria-pressed', 'true');
      // Not large: one's own screen would show itself in itself.
      expect(tiles()).toEqual(['Maxi (you)', 'Screen of Maxi', 'ana']);
      await user.click(share);
      await backend.clock.tick(1000);
      expect(browser.machine.screen.sharing).toBe(false);
      expect(tiles()).toEqual(['Maxi (you)', 'ana']);
    });

    it('says why one’s own is not shared, but not that the user chose none', async () => {
      const { backend, browser, user } = await inRoom(meeting, outside);
      browser.machine.screen.choice = 'cancel';
      const share = screen.getByRole('button', { name: 'Share screen' });
      await user.click(share);
      await backend.settle();
      expect(screen.queryByRole('alert')).toBeNull();
      browser.machine.screen.choice = 'pick';
      await backend.peer('ana').publish(ROOM, { screen: true });
      await backend.settle();
      await user.click(share);
      await backend.settle();
      expect(screen.getByRole('alert')).toHaveTextContent(
        /not shared. The room has its shared screen already/,
      );
      expect(share).toHaveAttribute('aria-pressed', 'false');
      await user.click(screen.getByRole('button', { name: 'Dismiss' }));
      expect(screen.queryByRole('alert')).toBeNull();
    });
  });

  it('shows who speaks large on request, and everybody alike again', async () => {
    const { backend, user } = await inRoom(meeting, outside);
    await joins(backend, 'ana', { displayName: 'Ana', publishes: true });
    const button = screen.getByRole('button', { name: 'Speaker view' });
    await user.click(button);
    expect(button).toHaveAttribute('aria-pressed', 'true');
    expect(document.querySelector('[data-main] [role=group]')).toHaveAccessibleName('Ana');
    await user.click(button);
    expect(tiles()).toEqual(['Maxi (you)', 'Ana']);
  });

  it('says that a room is full, and tries again on request', async () => {
    const backend = createTestBackend();
    backend.faults.failNext('room:join', 5102, 'The room is full.');
    const { user } = await inRoom(meeting, { ...outside, backend });
    expect(screen.getByRole('heading', { name: 'You could not join' })).toBeInTheDocument();
    expect(screen.getByText('The room is full.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await backend.clock.tick(1000);
    expect(screen.getByRole('region')).toHaveAttribute('data-status', 'joined');
  });

  it('speaks the words of the provider, in its direction', async () => {
    const backend = createTestBackend();
    const hummer = backend.connect({ uid: 'me' });
    await inRoom(
      <HummerProvider hummer={hummer} strings={zh} locale="zh" dir="rtl">
        {meeting}
      </HummerProvider>,
      { ...outside, backend, hummer },
    );
    const region = screen.getByRole('region', { name: '会议 demo' });
    expect(region).toHaveAttribute('lang', 'zh');
    expect(region).toHaveAttribute('dir', 'rtl');
    expect(screen.getByRole('button', { name: '静音麦克风' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: '1 人' })).toBeInTheDocument();
  });
});

describe('announcements', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const region = (): Element => document.querySelector('body > [aria-live="polite"]')!;
  const second = (): Promise<void> =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(1000);
    });

  it('are one sentence for all who come within a second', async () => {
    const { backend } = await inRoom(meeting, outside);
    await joins(backend, 'ana', { displayName: 'Ana' });
    await backend.clock.tick(1000);
    await second();
    expect(region()).toHaveTextContent('Ana joined.');
    await joins(backend, 'bob');
    await joins(backend, 'chen');
    await backend.clock.tick(1000);
    await second();
    expect(region()).toHaveTextContent('2 people joined.');
    await backend.peer('bob').leave(ROOM);
    await backend.settle();
    await backend.clock.tick(1000);
    await second();
    expect(region()).toHaveTextContent('bob left.');
  });

  it('tell who begins and ends to share the screen, oneself too', async () => {
    const { backend } = await inRoom(meeting, outside);
    const press = async (): Promise<void> => {
      act(() => {
        screen.getByRole('button', { name: 'Share screen' }).click();
      });
      await backend.settle();
      await backend.clock.tick(1000);
    };
    const ana = await joins(backend, 'ana', { displayName: 'Ana' });
    await ana.publish(ROOM, { screen: true });
    await backend.clock.tick(1000);
    await second();
    expect(region()).toHaveTextContent('Ana is sharing the screen.');
    await ana.unpublish(ROOM, { screen: true });
    await backend.clock.tick(1000);
    await second();
    expect(region()).toHaveTextContent('Ana stopped sharing the screen.');
    await press();
    await second();
    expect(region()).toHaveTextContent('You are sharing your screen.');
    await press();
    await second();
    expect(region()).toHaveTextContent('You stopped sharing your screen.');
  });

  it('tell who comes while a screen is shared that it is', async () => {
    const backend = createTestBackend();
    const ana = backend.peer('ana');
    await ana.join(ROOM, { extra: { displayName: 'Ana' } });
    await ana.publish(ROOM, { screen: true });
    await inRoom(meeting, { ...outside, backend });
    await backend.clock.tick(2000);
    await second();
    expect(region()).toHaveTextContent('Ana is sharing the screen.');
  });

  it('say nothing of those who were there before', async () => {
    const backend = createTestBackend();
    await backend.peer('ana').join(ROOM);
    await inRoom(meeting, { ...outside, backend });
    await backend.clock.tick(2000);
    await second();
    expect(region()).toBeEmptyDOMElement();
  });
});
