import { expect, it } from 'vitest';
import { stateAttributes } from '../../../src/components/internal/stateAttributes.js';

it('writes true as "true" and leaves false and absent values out', () => {
  expect(stateAttributes({ speaking: true, muted: false, quality: null, source: undefined })).toEqual({
    'data-speaking': 'true',
  });
});

it('writes names with hyphens, and texts and numbers as they are', () => {
  expect(stateAttributes({ videoStatus: 'live', quality: 0 })).toEqual({
    'data-video-status': 'live',
    'data-quality': '0',
  });
});
