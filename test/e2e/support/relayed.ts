import type { Page } from 'playwright-core';

/**
 * Makes a page reach the media server by a relay: where a session description names the server's port, it reads the relay's.
 * Candidates of TCP are left out, since the relay is the only way that is meant. Runs before the page loads anything.
 */
export function relayed(page: Page, from: number, to: number): void {
  void page.addInitScript(
    ([server, relay]) => {
      const { prototype } = RTCPeerConnection;
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
      const apply = prototype.setRemoteDescription;
      prototype.setRemoteDescription = function (description) {
        const sdp = description.sdp
          ?.split('\r\n')
          .filter((line) => !(line.startsWith('a=candidate') && line.includes(' tcp ')))
          .join('\r\n')
          .replaceAll(` ${String(server)} typ host`, ` ${String(relay)} typ host`);
        return apply.call(this, sdp === undefined ? description : { type: description.type, sdp });
      } as typeof apply;
    },
    [from, to],
  );
}
