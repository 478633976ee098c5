import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageTitle } from '../../../src/components/internal/ringing/PageTitle.js';

const turns = (count: number): void => {
  vi.advanceTimersByTime(count * 1000);
};

describe('PageTitle', () => {
  let title: PageTitle;
  beforeEach(() => {
    vi.useFakeTimers();
    document.title = 'My app';
    title = new PageTitle();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows the text and the title of the app in turn, and the latter at the end', () => {
    const end = title.show('Ana is calling');
    expect(document.title).toBe('Ana is calling');
    turns(1);
    expect(document.title).toBe('My app');
    turns(1);
    expect(document.title).toBe('Ana is calling');
    end();
    expect(document.title).toBe('My app');
    turns(3);
    expect(document.title).toBe('My app');
  });

  it('stands still where motion is not wanted', () => {
    const end = title.show('Ana is calling', true);
    turns(3);
    expect(document.title).toBe('Ana is calling');
    end();
    expect(document.title).toBe('My app');
  });

  it('keeps what the app writes meanwhile, in whichever turn', () => {
    const end = title.show('Ana is calling');
    document.title = '(1) My app';
    turns(1);
    expect(document.title).toBe('Ana is calling');
    turns(1);
    expect(document.title).toBe('(1) My app');
    document.title = '(2) My app';
    end();
    expect(document.title).toBe('(2) My app');
  });

  it('gives the title back when the app takes it in the turn of the text, just before the end', () => {
    const end = title.show('Ana is calling');
    document.title = 'Settings';
    end();
    expect(document.title).toBe('Settings');
  });

  it('shows the latest of several texts, and then those that are left', () => {
    const first = title.show('Ana is calling');
    const second = title.show('Bob is calling');
    expect(document.title).toBe('Bob is calling');
    second();
    second();
    expect(document.title).toBe('Ana is calling');
    first();
    expect(document.title).toBe('My app');
  });

  it('knows its own text again when the page collapses its spaces', () => {
    const end = title.show('  Ana   is calling ');
    turns(1);
    expect(document.title).toBe('My app');
    turns(1);
    expect(document.title).toBe('Ana is calling');
    end();
    expect(document.title).toBe('My app');
  });
});
