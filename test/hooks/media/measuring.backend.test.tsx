import { act } from '@testing-library/react';
import { useEffect, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { useActiveSpeakers } from '../../../src/hooks/media/useActiveSpeakers.js';
import { useIsSpeaking } from '../../../src/hooks/media/useIsSpeaking.js';
import { useNetworkQuality } from '../../../src/hooks/media/useNetworkQuality.js';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useRtcStats } from '../../../src/hooks/media/useRtcStats.js';
import type { StreamKey } from '../../../src/store/state.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { renderHookWithHummer, renderWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();

const tick = (ms: number): Promise<void> => act(() => stage.backend.clock.tick(ms));
const inRoom = { room: 'demo', media: {} } as const;

async function talker(uid: string): Promise<ReturnType<TestBackend['peer']>> {
  const peer = stage.backend.peer(uid);
  await peer.join('demo');
  await peer.publish('demo', { audio: true });
  await act(() => stage.backend.settle());
  return peer;
}

describe('useActiveSpeakers', () => {
  it('lists all who speak, and keeps the order until somebody is clearly louder', async () => {
    const { result } = renderHookWithHummer(() => useActiveSpeakers('demo'), {
      backend: stage.backend,
      ...inRoom,
    });
    await act(() => stage.backend.settle());
    const [ana, ben, cid] = [await talker('ana'), await talker('ben'), await talker('cid')];
    ana.speak(0.6);
    await tick(900);
    ben.speak(0.5);
    cid.speak(0.05);
    await tick(1_500);
    expect(result.current).toEqual(['ana', 'ben']);
    ana.speak(0.3);
    ben.speak(1);
    await tick(1_500);
    expect(result.current).toEqual(['ben', 'ana']);
    ben.speak(0);
    await tick(3_000);
    expect(result.current).toEqual(['ana']);
    ana.speak(0);
    await tick(3_000);
    expect(result.current).toEqual([]);
  });

  it('does not render again while the same people speak', async () => {
    let renders = 0;
    renderHookWithHummer(
      () => {
        renders++;
        return useActiveSpeakers('demo');
      },
      { backend: stage.backend, ...inRoom },
    );
    await act(() => stage.backend.settle());
    const ana = await talker('ana');
    ana.speak(0.6);
    await tick(2_000);
    const before = renders;
    for (let round = 0; round < 20; round++) {
      ana.speak(0.4 + (round % 4) / 10);
      await tick(300);
    }
    expect(renders).toBe(before);
  });
});

describe('useNetworkQuality', () => {
  it('knows nothing before there is something to judge by, and 6 when the link is down', async () => {
    const { result } = renderHookWithHummer(() => useNetworkQuality('demo'), {
      backend: stage.backend,
      ...inRoom,
    });
    await act(() => stage.backend.settle());
    expect(result.current).toEqual({ uplink: 0, downlink: 0 });
    stage.backend.faults.goOffline();
    await tick(4_000);
    expect(result.current).toEqual({ uplink: 6, downlink: 6 });
    stage.backend.faults.goOnline();
    await tick(15_000);
    expect(result.current).toEqual({ uplink: 0, downlink: 0 });
  });

  it('tells somebody else’s uplink as the server receives it, and renders only when it changes', async () => {
    let renders = 0;
    const { result } = renderHookWithHummer(
      () => {
        renders++;
        useRtc('demo');
        return useNetworkQuality('demo', 'ana');
      },
      { backend: stage.backend, ...inRoom },
    );
    await act(() => stage.backend.settle());
    await talker('ana');
    await tick(2_000);
    expect(result.current).toEqual({ uplink: 1, downlink: 0 });
    const before = renders;
    await tick(20_000);
    expect(renders).toBe(before);
  });
});

describe('useRtcStats', () => {
  it('gives a row for each medium, and renders nobody but its reader', async () => {
    let others = 0;
    function Reader({ tell }: { tell: (rows: readonly object[]) => void }): ReactElement | null {
      const rows = useRtcStats('demo', { interval: 500 });
      useEffect(() => {
        tell(rows);
      });
      return null;
    }
    function Bystander(): ReactElement | null {
      others++;
      useRemoteStreams('demo');
      return null;
    }
    const seen: (readonly object[])[] = [];
    renderWithHummer(
      <>
        <Reader tell={(rows) => seen.push(rows)} />
        <Bystander />
      </>,
      { backend: stage.backend, ...inRoom },
    );
    await act(() => stage.backend.settle());
    await talker('ana');
    await tick(500);
    const before = { others, seen: seen.length };
    // One by one: React 18 draws what happens within one `act` once.
    for (let interval = 0; interval < 4; interval++) await tick(500);
    expect(seen.at(-1)).toEqual([
      expect.objectContaining({ userId: 'ana', isRemote: true, mediaType: 'audio', streamType: 'main' }),
    ]);
    expect(seen.length - before.seen).toBe(4);
    expect(others).toBe(before.others);
  });
});

describe('useRtc with topThree', () => {
  it('hears by three slots, and marks who is in them', async () => {
    const marks: Record<string, boolean> = {};
    function Mark({ stream }: { stream: StreamKey }): ReactElement | null {
      const speaking = useIsSpeaking(stream);
      useEffect(() => {
        marks[stream.uid] = speaking;
      });
      return null;
    }
    function Hall(): ReactElement {
      const speakers = useActiveSpeakers('demo');
      return (
        <p title={speakers.join(' ')}>
          {useRemoteStreams('demo').map((stream) => (
            <Mark key={stream.streamId} stream={stream} />
          ))}
        </p>
      );
    }
    const { container } = renderWithHummer(<Hall />, {
      backend: stage.backend,
      room: 'demo',
      media: { topThree: true },
    });
    await act(() => stage.backend.settle());
    const ana = await talker('ana');
    await talker('ben');
    expect(
      stage.backend.server.log().filter(({ uid, event }) => uid === 'me' && event === 'subscribe'),
    ).toEqual([]);
    ana.speak(0.8);
    await tick(1_200);
    expect(marks).toEqual({ ana: true, ben: false });
    expect(container.querySelector('p')).toHaveAttribute('title', 'ana');
  });
});
