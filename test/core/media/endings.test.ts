import { expect, it } from 'vitest';
import { endingOf } from '../../../src/core/media/endings.js';

it.each([
  [0, 'leave', 90_100_225],
  [1, 'closed', 90_100_104],
  [2, 'closed', 90_100_215],
  [3, 'closed', 90_100_205],
  [4, 'closed', 90_100_199],
  [5, 'evicted', 90_100_225],
  [6, 'closed', 90_100_030],
  [7, 'timeout', 90_100_013],
  [9, 'kicked', 90_100_225],
  [10, 'dismissed', 90_100_224],
  [99, 'closed', 90_100_225],
])('reads reason %i of seed 002 as %s, code %i', (code, leftReason, rtcCode) => {
  const ending = endingOf({ code, msg: 'why' });
  expect(ending).toMatchObject({ leftReason, error: { code: rtcCode, message: 'why' } });
  expect(endingOf({ code, msg: '' }).error.message).not.toBe('');
});
