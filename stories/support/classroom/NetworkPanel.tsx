import { useState, type ReactElement } from 'react';
import { HummerErrorCode } from '../../../src/index.js';
import type { TestBackend } from '../../../src/testing/index.js';
import { useBackend } from './Classroom.js';

interface NetworkPanelProps {
  /** Whose link the buttons break. */
  uid: string;
  name: string;
  roomId: string;
  /** More buttons, by their label: what the server is to refuse. */
  refusals: Readonly<Record<string, () => void>>;
  /** What the others do while this user is away, before the server forgets it. */
  meanwhile: () => Promise<unknown>;
}

/** Buttons that break the network of a story. */
export function NetworkPanel({ uid, name, roomId, refusals, meanwhile }: NetworkPanelProps): ReactElement {
  const backend = useBackend();
  const { faults, server } = backend;
  const own = backend.peer(uid);
  async function loseWhatIsMissed(): Promise<void> {
    own.drop();
    await meanwhile();
    await server.loseHistory(roomId);
    own.comeBack();
  }
  return (
    <fieldset className="classroom-network">
      <legend>Break the network</legend>
      <Do
        label={`Drop ${name}’s link`}
        act={() => {
          faults.disconnect(uid);
        }}
      />
      <Switch
        label={`${name} is in a tunnel`}
        on={() => {
          own.drop();
        }}
        off={() => {
          own.comeBack();
        }}
      />
      <Switch
        label="Everybody offline"
        on={() => {
          faults.goOffline();
        }}
        off={() => {
          faults.goOnline();
        }}
      />
      <Switch
        label="Delay of 1 s"
        on={() => {
          faults.delay(1000);
        }}
        off={() => {
          faults.delay(0);
        }}
      />
      {Object.entries(refusals).map(([label, act]) => (
        <Do key={label} label={label} act={act} />
      ))}
      <Do label={`Lose what ${name} misses`} act={() => void loseWhatIsMissed()} />
      <Do label="Restart the server" act={() => void server.restart()} />
    </fieldset>
  );
}

/** Makes the server refuse the next request of an event. */
export function refuseNext(backend: TestBackend, event: string): void {
  backend.faults.failNext(event, HummerErrorCode.NO_PERMISSION, 'The server was told to refuse this.');
}

interface DoProps {
  label: string;
  /** Where the label is short because it stands beside this name. */
  who?: string;
  act: () => void;
}

export function Do({ label, who, act }: DoProps): ReactElement {
  const name = who === undefined ? undefined : `${who} ${label}`;
  return (
    <button type="button" className="hummer-Button" aria-label={name} onClick={act}>
      {label}
    </button>
  );
}

interface SwitchProps {
  label: string;
  on: () => void;
  off: () => void;
}

function Switch({ label, on, off }: SwitchProps): ReactElement {
  const [pressed, setPressed] = useState(false);
  function toggle(): void {
    (pressed ? off : on)();
    setPressed(!pressed);
  }
  return (
    <button
      type="button"
      className="hummer-Button"
      data-muted={pressed || undefined}
      aria-pressed={pressed}
      onClick={toggle}
    >
      {label}
    </button>
  );
}
