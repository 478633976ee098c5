import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';

/** A backend and a fake browser for each test of a file, and no rejection that nobody handles. */
export interface MediaStage {
  backend: TestBackend;
  browser: FakeBrowser;
  /** Takes the fake browser away and puts another in its place. */
  replaceBrowser(options: Parameters<typeof fakeBrowser>[0]): void;
}

export function mediaStage(): MediaStage {
  const unhandled = vi.fn();
  const stage = {
    replaceBrowser(options) {
      stage.browser();
      stage.browser = fakeBrowser(options);
    },
  } as MediaStage;
  beforeEach(() => {
    stage.backend = createTestBackend();
    stage.browser = fakeBrowser();
    unhandled.mockClear();
    process.on('unhandledRejection', unhandled);
  });
  afterEach(async () => {
    process.off('unhandledRejection', unhandled);
    await stage.backend.close();
    stage.browser();
    expect(unhandled).not.toHaveBeenCalled();
  });
  return stage;
}
