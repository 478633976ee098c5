// Which Firefox the tests use, and how they start it. No dependencies: setup reads it before there is a node_modules.
// An unpatched Firefox, as people have it: playwright-core drives it over WebDriver BiDi, so that the second browser
// engine costs no package beside the one that drives Chromium.
import { existsSync } from 'node:fs';
import process from 'node:process';

/** The browser of FIREFOX_PATH or of the system; nothing when there is none. */
export const executablePath =
  process.env.FIREFOX_PATH ||
  [
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/snap/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ].find((path) => existsSync(path));

/** Quiet, with a fake camera and microphone that need no prompt, and media over loopback. */
export const launchOptions = {
  channel: 'moz-firefox',
  ...(executablePath !== undefined && { executablePath }),
  firefoxUserPrefs: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.peerconnection.ice.loopback': true,
    'media.autoplay.default': 0,
    // Kbit/s: as on a good line. By itself Firefox takes up to half a minute to trust loopback with the largest layer.
    'media.peerconnection.video.min_bitrate_estimate': 4000,
    'media.cubeb.force_mock_context': true, // sound goes nowhere, at its real pace, without a sound card
    'media.gmp-manager.url': '', // no codec is downloaded
    'app.normandy.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,', // no remote settings
  },
};
