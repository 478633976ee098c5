/** What a page knows of the machine's devices before, while and after it uses them. No room: devices need none. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { HummerProvider, useDevices, useLocalStream, VideoTile } from '../../../src/index.js';

const query = new URLSearchParams(location.search);

const KINDS = ['camera', 'microphone', 'speaker'] as const;
const BOTH = { audio: true, video: true };

function Devices({ kind }: { kind: (typeof KINDS)[number] }) {
  const { devices, permission, error, selectedId, requestPermission, select } = useDevices(kind);
  return (
    <section data-devices={kind} data-permission={permission} data-selected={selectedId ?? ''}>
      <button
        data-ask
        onClick={() => {
          requestPermission().catch(() => undefined); // shown below
        }}
      >
        Allow {kind}
      </button>
      <p role="alert">{error?.message}</p>
      <ul>
        {devices.map(({ deviceId, label }) => (
          <li key={deviceId}>
            <button onClick={() => void select(deviceId)}>{label}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preview() {
  const [open, setOpen] = useState(false);
  const [listed, setListed] = useState(true);
  const local = useLocalStream(open ? BOTH : null);
  return (
    <main data-camera={local.status} data-permission={local.permission}>
      <button
        id="open"
        onClick={() => {
          setOpen(!open);
        }}
      >
        Camera
      </button>
      <button
        id="list"
        onClick={() => {
          setListed(!listed);
        }}
      >
        Devices
      </button>
      <section data-local>
        <VideoTile stream={local.streamKey} />
      </section>
      {listed && KINDS.map((kind) => <Devices key={kind} kind={kind} />)}
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <HummerProvider appid={1} url={query.get('url') ?? ''} uid={query.get('uid') ?? ''}>
    <Preview />
  </HummerProvider>,
);
