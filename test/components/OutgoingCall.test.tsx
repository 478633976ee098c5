import { act, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallTimer } from '../../src/components/CallTimer/CallTimer.js';
import { ringAudio } from '../../src/components/internal/ringing/RingAudio.js';
import { RING_BACK } from '../../src/components/internal/ringing/tones.js';
import { OutgoingCall } from '../../src/components/OutgoingCall/OutgoingCall.js';
import { OutgoingCallHangUp } from '../../src/components/OutgoingCall/OutgoingCallHangUp.js';
import { useCall } from '../../src/hooks/compose/useCall.js';
import type { TestBackend } from '../../src/testing/index.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { BUSY, CALL_ROOM, ringsFrom, settled } from './support/calls.js';
import { inRoom } from './support/stage.js';

const outside = { room: undefined as never };
const card = (): HTMLElement => screen.getByRole('region', { name: /^Call with/ });
const status = (): string | null => screen.getByRole('status', { name: '' }).textContent;
const press = async (stage: Stage, name: string): Promise<void> => {
  await stage.user.click(screen.getByRole('button', { name }));
  await settled(stage.backend);
};
type Stage = Awaited<ReturnType<typeof inRoom>>;

function Dial({ uids }: { uids: readonly string[] }): ReactElement {
  const { call, state } = useCall();
  return (
    <button
      onClick={() => {
        call({ uids, roomId: CALL_ROOM, timeout: 30 }).catch(() => undefined);
      }}
    >
      Dial ({state})
    </button>
  );
}

/** A page on which somebody has pressed the button that calls. */
async function calling(
  prepare: (backend: TestBackend) => unknown = (backend) => backend.peer('bob'),
  uids: readonly string[] = ['bob'],
): Promise<Stage> {
  const stage = await inRoom(
    <>
      <Dial uids={uids} />
      <OutgoingCall />
    </>,
    outside,
  );
  await prepare(stage.backend);
  await settled(stage.backend);
  await stage.user.click(screen.getByRole('button', { name: /^Dial/ }));
  await settled(stage.backend);
  return stage;
}

async function connected(): Promise<Stage> {
  const stage = await calling();
  const bob = stage.backend.peer('bob');
  await bob.accept();
  await bob.publish(CALL_ROOM, { audio: true });
  await settled(stage.backend);
  return stage;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('OutgoingCall', () => {
  it('is absent without a call, and while one comes in', async () => {
    const { backend } = await inRoom(<OutgoingCall />, outside);
    expect(screen.queryByRole('region')).toBeNull();
    await ringsFrom(backend, 'ana');
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('dials while no device of theirs is reached', async () => {
    await calling(() => undefined);
    expect(card()).toHaveAttribute('data-status', 'dialling');
    expect(status()).toBe('Calling…');
  });

  it('rings once one is', async () => {
    await calling();
    expect(card()).toHaveAttribute('data-status', 'ringing');
    expect(status()).toBe('Ringing…');
  });

  it('is heard while it rings, and no longer', async () => {
    const stop = vi.fn();
    const play = vi.spyOn(ringAudio, 'play').mockReturnValue({ stop, setVolume: vi.fn() });
    const { backend } = await calling();
    expect(play).toHaveBeenCalledExactlyOnceWith(RING_BACK, 1);
    await backend.peer('bob').accept();
    await settled(backend);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(status()).toBe('Connecting…');
  });

  it('names everybody of a group', async () => {
    await calling((backend) => backend.peer('bob'), ['bob', 'chen', 'dan', 'eve']);
    expect(screen.getByRole('region', { name: 'Call with bob, chen and 2 others' })).toBe(card());
    expect(card()).toHaveAttribute('data-group', 'true');
  });

  it('tells readers once that it is connected, and not each second how long', async () => {
    await connected();
    expect(status()).toBe('Connected');
    expect(screen.getByRole('status', { name: '' })).not.toContainElement(screen.getByRole('timer'));
  });

  it('hangs up, and goes by itself after a moment', async () => {
    const stage = await connected();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await act(async () => {
      screen.getByRole('button', { name: 'Hang up' }).click();
      await stage.backend.settle();
    });
    expect(status()).toBe('Call ended');
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(screen.queryByRole('region')).toBeNull();
  });

  it.each([
    ['declines', 'Call declined', () => ({})],
    ['is on the phone', 'On another call', () => ({ data: BUSY })],
  ] as const)('says that the other %s, until it is closed', async (_what, text, answer) => {
    const stage = await calling();
    await stage.backend.peer('bob').reject(answer());
    await settled(stage.backend);
    expect(status()).toBe(text);
    await press(stage, 'Close');
    expect(screen.queryByRole('region')).toBeNull();
    expect(screen.getByText('Dial (idle)')).toBeInTheDocument();
  });

  it.each([
    ['nobody answers', 'No answer', (backend: TestBackend) => backend.peer('bob')],
    ['nobody is there', 'Not reachable', () => undefined],
  ] as const)('tells silence apart: %s', async (_what, text, prepare) => {
    const { backend } = await calling(prepare);
    await backend.clock.tick(31_000);
    expect(status()).toBe(text);
  });

  it('calls once more', async () => {
    const stage = await calling();
    await stage.backend.peer('bob').reject();
    await settled(stage.backend);
    await press(stage, 'Call again');
    expect(card()).toHaveAttribute('data-status', 'ringing');
  });

  it('keeps the keyboard user at the card when the call ends, and gives the focus back at last', async () => {
    const stage = await calling();
    await stage.user.tab();
    expect(screen.getByRole('button', { name: 'Hang up' })).toHaveFocus();
    await stage.backend.peer('bob').reject();
    await settled(stage.backend);
    expect(card()).toHaveFocus();
    await stage.user.tab();
    await stage.user.keyboard('{Enter}');
    await settled(stage.backend);
    expect(screen.getByRole('button', { name: /^Dial/ })).toHaveFocus();
  });

  it('tells of a missed call, and calls back', async () => {
    const stage = await inRoom(<OutgoingCall />, outside);
    await ringsFrom(stage.backend, 'ana');
    await stage.backend.peer('ana').cancel();
    await settled(stage.backend);
    expect(status()).toBe('Missed call');
    await press(stage, 'Call back');
    expect(screen.getByRole('region', { name: 'Call with ana' })).toHaveAttribute('data-status', 'ringing');
  });

  it('says nothing of a call that was over before it came into the page', async () => {
    const stage = await inRoom(<Dial uids={['bob']} />, outside);
    stage.backend.peer('bob');
    await settled(stage.backend);
    await stage.user.click(screen.getByRole('button'));
    await settled(stage.backend);
    await stage.backend.peer('bob').reject();
    await settled(stage.backend);
    stage.rerender(
      <>
        <Dial uids={['bob']} />
        <OutgoingCall />
      </>,
    );
    expect(screen.getByText('Dial (ended)')).toBeInTheDocument();
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('names the root that a part lacks', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    return expect(inRoom(<OutgoingCallHangUp />)).rejects.toThrow('Put it inside <OutgoingCallRoot>');
  });
});

describe('CallTimer', () => {
  const timer = (): HTMLElement => screen.getByRole('timer', { name: 'Duration of the call' });
  const pass = (ms: number): void => {
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_000_000 });
  });

  it('is absent until a call is connected', async () => {
    await inRoom(<CallTimer />, outside);
    expect(screen.queryByRole('timer')).toBeNull();
  });

  it('counts seconds by the clock, and renders nothing else', async () => {
    const Page = countRenders(() => <CallTimer since={1_000_000 - 58_400} />);
    await inRoom(<Page />, outside);
    const before = Page.renders;
    expect(timer()).toHaveTextContent('0:58');
    pass(599);
    expect(timer()).toHaveTextContent('0:58');
    pass(1);
    expect(timer()).toHaveTextContent('0:59');
    pass(1000);
    expect(timer()).toHaveTextContent('1:00');
    expect(timer()).toHaveAttribute('datetime', 'PT60S');
    expect(Page.renders).toBe(before);
  });

  it('is right at once after a tab was asleep', async () => {
    await inRoom(<CallTimer since={1_000_000} />, outside);
    vi.setSystemTime(1_000_000 + 600_000);
    pass(1000);
    expect(timer()).toHaveTextContent('10:01');
  });

  it('stands still once the end is known, and never shows less than nothing', async () => {
    const { rerender } = await inRoom(<CallTimer since={1_000_000 - 90_000} until={1_000_000} />, outside);
    pass(5000);
    expect(timer()).toHaveTextContent('1:30');
    rerender(<CallTimer since={2_000_000} />);
    expect(timer()).toHaveTextContent('0:00');
  });

  it('leaves no timer behind', async () => {
    const { unmount } = await inRoom(<CallTimer since={1_000_000} />, outside);
    const before = vi.getTimerCount();
    unmount();
    expect(vi.getTimerCount()).toBeLessThan(before);
  });
});
