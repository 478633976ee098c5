import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  useSystemNotification,
  type SystemNotification,
} from '../../../src/components/internal/ringing/useSystemNotification.js';

class FakeNotification {
  static permission: NotificationPermission = 'granted';
  static requestPermission = vi.fn();
  static made: FakeNotification[] = [];
  static fails = false;
  closed = false;
  onclick: (() => void) | null = null;

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    if (FakeNotification.fails) throw new TypeError('Illegal constructor.');
    FakeNotification.made.push(this);
  }

  close(): void {
    this.closed = true;
  }
}

const call: SystemNotification = { title: 'Ana is calling', body: 'Incoming call', tag: 'call-1' };

function Shown(props: { notification: SystemNotification | null }): ReactElement {
  useSystemNotification(props.notification);
  return <p />;
}

function look(at: boolean): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(at);
  dispatchEvent(new Event(at ? 'focus' : 'blur'));
}
const open = (): FakeNotification[] => FakeNotification.made.filter(({ closed }) => !closed);

describe('useSystemNotification', () => {
  beforeEach(() => {
    vi.stubGlobal('Notification', FakeNotification);
    Object.assign(FakeNotification, { permission: 'granted', made: [], fails: false });
    look(false);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('shows one while nobody looks, and takes it away at the end', () => {
    const { rerender, unmount } = render(<Shown notification={call} />);
    rerender(<Shown notification={{ ...call }} />);
    expect(open()).toHaveLength(1);
    expect(open()[0]).toMatchObject({
      title: 'Ana is calling',
      options: { body: 'Incoming call', tag: 'call-1', silent: true },
    });
    unmount();
    expect(open()).toHaveLength(0);
  });

  it('shows nothing to whoever looks at the page, and does once they look away', () => {
    look(true);
    render(<Shown notification={call} />);
    expect(open()).toHaveLength(0);
    look(false);
    expect(open()).toHaveLength(1);
    look(true);
    expect(open()).toHaveLength(0);
  });

  it('shows another one for another call', () => {
    const { rerender } = render(<Shown notification={call} />);
    rerender(<Shown notification={{ ...call, title: 'Bob is calling', tag: 'call-2' }} />);
    expect(open().map(({ title }) => title)).toEqual(['Bob is calling']);
    rerender(<Shown notification={null} />);
    expect(open()).toHaveLength(0);
  });

  it.each(['default', 'denied'] as const)(
    'shows nothing and asks nothing while the permission is %s',
    (permission) => {
      FakeNotification.permission = permission;
      render(<Shown notification={call} />);
      expect(FakeNotification.made).toHaveLength(0);
      expect(FakeNotification.requestPermission).not.toHaveBeenCalled();
    },
  );

  it('brings the page to the front when it is pressed', () => {
    const focus = vi.spyOn(window, 'focus').mockImplementation(() => undefined);
    render(<Shown notification={call} />);
    open()[0]!.onclick?.();
    expect(focus).toHaveBeenCalled();
    expect(open()).toHaveLength(0);
  });

  it('fails nothing where a page may not show any', () => {
    FakeNotification.fails = true;
    expect(() => render(<Shown notification={call} />)).not.toThrow();
    vi.stubGlobal('Notification', undefined);
    expect(() => render(<Shown notification={call} />)).not.toThrow();
  });
});
