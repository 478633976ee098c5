import type { Page } from 'playwright-core';

/** The one form of the call that is in use. */
type Describe = (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void>;

interface Connections {
  readonly prototype: { setRemoteDescription: Describe };
}

/**
 * Makes a page reach the media server by a relay: where a session description names the server's port, it reads the relay's.
 * Candidates of TCP are left out, since the relay is the only way that is meant. Runs before the page loads anything.
 */
export function relayed(page: Page, from: number, to: number): Promise<unknown> {
  return page.addInitScript(
    ([server, relay]) => {
      const { prototype } = RTCPeerConnection as unknown as Connections;
      const apply = prototype.setRemoteDescription;
      prototype.setRemoteDescription = function ({ type, sdp = '' }) {
        const lines = sdp.split('\r\n').filter((line) => !/^a=candidate.* tcp /.test(line));
        const text = lines
          .join('\r\n')
          .replaceAll(` ${String(server)} typ host`, ` ${String(relay)} typ host`);
        return apply.call(this, { type, sdp: text });
      };
    },
    [from, to],
  );
}

/** Lets a page reach the media server by a TURN server only, as behind a firewall. Runs before the page loads anything. */
export function behindTurn(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
  });
}

/** Notes from now on under which names ICE reaches the server: each restart has another. */
export async function watchPaths(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const paths = new Set<string>();
    const { prototype } = RTCPeerConnection as unknown as Connections;
    const apply = prototype.setRemoteDescription;
    prototype.setRemoteDescription = function (description) {
      for (const [, name = ''] of description.sdp?.matchAll(/a=ice-ufrag:(\S+)/g) ?? []) paths.add(name);
      return apply.call(this, description);
    };
    Object.assign(window, { paths });
  });
  return () => page.evaluate(() => (window as unknown as { paths: Set<string> }).paths.size);
}
