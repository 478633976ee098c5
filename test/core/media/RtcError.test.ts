import { describe, expect, it } from 'vitest';
import { captureError } from '../../../src/core/media/RtcError.js';

describe('the reason why a device did not open', () => {
  it('is the lack of a click, where a screen is shared without one', () => {
    const cause = new DOMException('getDisplayMedia must be called from a user gesture', 'InvalidStateError');
    const error = captureError(cause, 'screen');
    expect(error).toMatchObject({ code: 90_100_017, cause });
    expect(error.message).toMatch(/click/);
  });
});
