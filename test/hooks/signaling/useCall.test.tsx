import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useCall } from '../../../src/hooks/compose/useCall.js';
import { createTestBackend } from '../../../src/testing/index.js';
import type { TestBackend } from '../../../src/testing/index.js';
import { createHummerWrapper } from '../../../src/testing/react.js';

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

async function phone(uid: string) {
  const { result } = renderHook(() => useCall(), {
    wrapper: createHummerWrapper({ backend, uid }),
    reactStrictMode: true,
  });
  await backend.settle();
  return result;
}

describe('a call between two', () => {
  it('rings, is answered, and has both in its room until one hangs up', async () => {
    const ann = await phone('ann');
    const bob = await phone('bob');
    expect(ann.current.state).toBe('idle');

    await act(() => ann.current.call({ uids: ['bob'], video: true }));
    await backend.settle();
    expect(ann.current).toMatchObject({ state: 'dialling', peers: ['bob'], video: true });
    expect(bob.current).toMatchObject({ state: 'ringing', peers: ['ann'], video: true });
    expect(bob.current.inviteID).toBe(ann.current.inviteID);

    await act(() => bob.current.accept());
    await backend.settle();
    expect([ann.current.state, bob.current.state]).toEqual(['connected', 'connected']);

    await act(() => bob.current.hangUp());
    await backend.settle();
    expect(bob.current).toMatchObject({ state: 'ended', endReason: 'hangUp' });
    expect(ann.current).toMatchObject({ state: 'ended', endReason: 'hangUp', peers: ['bob'] });
  });
});
