// What only a real browser knows of a menu: where it is.
import { screen, waitFor } from '@testing-library/react';
import type { CSSProperties } from 'react';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DeviceMenu } from '../../src/components/DeviceMenu/DeviceMenu.js';
import { renderWithHummer } from '../../src/testing/react.js';
import { pageStage } from './support/pageStage.js';
import '../../src/styles/DeviceMenu.css';

describe('a menu of devices', () => {
  const stage = pageStage();

  it.each([
    ['start', 'flex-start', 'ltr'],
    ['end', 'flex-end', 'ltr'],
    ['start', 'flex-start', 'rtl'],
  ] as const)(
    'stays inside of what clips it, at the %s of a line (%s, %s)',
    async (_, justifyContent, dir) => {
      const frame: CSSProperties = {
        display: 'flex',
        justifyContent,
        alignItems: 'end',
        inlineSize: '20rem',
        blockSize: '20rem',
        marginInlineStart: '3rem',
        overflow: 'hidden',
      };
      renderWithHummer(
        <div dir={dir} style={frame} data-testid="frame">
          <DeviceMenu kind="camera" />
        </div>,
        { backend: stage.backend, uid: 'ann', room: 'demo' },
      );
      await userEvent.click(screen.getByRole('button'));
      const box = screen.getByTestId('frame').getBoundingClientRect();
      await waitFor(() => {
        const menu = screen.getByRole('menu').getBoundingClientRect();
        expect(menu.width).toBeGreaterThan(100);
        expect(menu.left).toBeGreaterThanOrEqual(box.left + 7);
        expect(menu.right).toBeLessThanOrEqual(box.right - 7);
      });
      expect(screen.getByTestId('frame').scrollLeft).toBe(0);
    },
  );
});
