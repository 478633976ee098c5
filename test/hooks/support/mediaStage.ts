import { beforeEach } from 'vitest';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { watchUnhandled } from './unhandled.js';

/** A backend and a fake browser for each test of a file, and no rejection that nobody handles. */
export interface MediaStage {
  backend: TestBackend;
  browser: FakeBrowser;
  /** Takes the fake browser away and puts another in its place. */
  replaceBrowser(options: Parameters<typeof fakeBrowser>[0]): void;
}

export function mediaStage(): MediaStage {
  const stage = {
    replaceBrowser(options) {
      stage.browser();
      stage.browser = fakeBrowser(options);
    },
  } as MediaStage;
  watchUnhandled();
  beforeEach(() => {
    stage.backend = createTestBackend();
    stage.browser = fakeBrowser();
    return async () => {
      await stage.backend.close();
      stage.browser();
    };
  });
  return stage;
}
