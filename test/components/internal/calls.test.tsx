import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../../src/components/CallTimer/formatDuration.js';
import { useCallNames } from '../../../src/components/internal/calls/useCallNames.js';
import { callEnd } from '../../../src/components/OutgoingCall/callEnd.js';
import { WordsContext } from '../../../src/hooks/context/useWords.js';
import { zh } from '../../../src/locales/zh.js';
import { CALL_END_CODES, type CallEndReason } from '../../../src/store/call.js';

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [7, '0:07'],
    [65, '1:05'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [37_425, '10:23:45'],
  ])('writes %i seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, 'en')).toBe(text);
  });

  it('writes the digits of the locale', () => {
    expect(formatDuration(125, 'ar-EG')).toBe('٢:٠٥');
  });
});

function Names({ uids }: { uids: readonly string[] }): ReactElement {
  const namesOf = useCallNames((uid) => (uid === 'ana' ? 'Ana Silva' : undefined));
  return <p>{namesOf(uids)}</p>;
}

const shown = (uids: readonly string[], locale?: string): string | null => {
  const strings = locale === 'zh' ? zh : undefined;
  const { container } = render(
    <WordsContext.Provider value={{ strings, locale, dir: undefined }}>
      <Names uids={uids} />
    </WordsContext.Provider>,
  );
  return container.textContent;
};

describe('the names of a call', () => {
  it("are the app's, and uids where it has none", () => {
    expect(shown(['ana'])).toBe('Ana Silva');
    expect(shown(['ana', 'bob'])).toBe('Ana Silva and bob');
  });

  it('are cut where they are many', () => {
    expect(shown(['ana', 'bob', 'chen'])).toBe('Ana Silva, bob, and chen');
    expect(shown(['ana', 'bob', 'chen', 'dan'])).toBe('Ana Silva, bob and 2 others');
  });

  it('are a list of the language', () => {
    expect(shown(['ana', 'bob'], 'zh')).toBe('Ana Silva和bob');
    expect(shown(['ana', 'bob', 'chen', 'dan'], 'zh')).toBe('Ana Silva, bob 和另外 2 人');
  });
});

describe('what is said of a call that is over', () => {
  const end = (
    endReason: CallEndReason,
    direction: 'incoming' | 'outgoing' = 'outgoing',
    startedAt: number | null = null,
  ): ReturnType<typeof callEnd> => callEnd({ endReason, direction, startedAt });
  const reasons = Object.keys(CALL_END_CODES) as CallEndReason[];

  it.each(reasons)('is something of its own to the caller for %s', (reason) => {
    const texts = reasons.map((other) => end(other)?.text);
    expect(texts.filter((text) => text === end(reason)!.text)).toHaveLength(1);
  });

  it.each(['rejected', 'noResponse', 'offline', 'busy'] as const)(
    'offers the caller to try again: %s',
    (reason) => {
      expect(end(reason)).toMatchObject({ brief: false, again: 'callAgain' });
    },
  );

  it.each(['hangUp', 'cancelled'] as const)('goes by itself where the user knows it: %s', (reason) => {
    expect(end(reason)).toMatchObject({ brief: true, again: null });
  });

  it.each(['noResponse', 'offline', 'busy', 'cancelled'] as const)(
    'is a missed call to the called: %s',
    (reason) => {
      expect(end(reason, 'incoming')).toEqual({ text: 'callMissed', brief: false, again: 'callBack' });
    },
  );

  it('is nothing to whoever declined', () => {
    expect(end('rejected', 'incoming')).toBeNull();
  });

  it.each(['incoming', 'outgoing'] as const)(
    'never is that a call was missed which was connected: %s',
    (direction) => {
      expect(end('cancelled', direction, 1)).toMatchObject({ text: 'callEnded', brief: true });
      expect(end('offline', direction, 1)).toMatchObject({ text: 'connectionTimedOut', brief: false });
    },
  );
});
