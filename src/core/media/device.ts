import type { PeerDevice } from '../../protocol/media.js';

const BROWSERS: readonly (readonly [flag: string, name: string, version: RegExp])[] = [
  ['edge', 'Edge', /Edg[A-Za-z]*\/([\d.]+)/],
  ['opera', 'Opera', /OPR\/([\d.]+)/],
  ['firefox', 'Firefox', /(?:Firefox|FxiOS)\/([\d.]+)/],
  ['chrome', 'Chrome', /(?:Chrome|CriOS)\/([\d.]+)/],
  ['safari', 'Safari', /Version\/([\d.]+).*Safari/],
];

/** What this client says of itself in `join` (seed 003): the browser and its version, nothing that tells users apart. */
export function thisDevice(
  userAgent = (globalThis.navigator as Navigator | undefined)?.userAgent ?? '',
): PeerDevice {
  for (const [flag, name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return { flag, name, version: version.slice(0, 64) };
  }
  return { flag: 'unknown', name: 'unknown', version: '0' };
}
