import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

/** A backend for each test of a file; after it nothing is left on the page. */
export function pageStage(): { readonly backend: TestBackend } {
  const stage = {} as { backend: TestBackend };
  beforeEach(() => {
    stage.backend = createTestBackend();
  });
  afterEach(async () => {
    cleanup();
    await stage.backend.close();
  });
  return stage;
}
