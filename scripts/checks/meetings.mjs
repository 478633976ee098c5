/**
 * Two usual meetings, and what a browser has loaded when somebody is in one, sees, hears and is seen: the first load, socket.io-client
 * with the login, and mediasoup-client with the media. What features bring that nobody has used yet is not in it.
 */
export const meetings = [
  {
    name: 'a meeting of hooks, loaded',
    exports: ['HummerProvider', 'useRtc', 'useLocalStream', 'usePublish', 'useRemoteStreams'],
  },
  { name: 'a meeting in MeetingRoom, loaded', exports: ['HummerProvider', 'MeetingRoom'] },
];

const BROUGHT = [
  'core/transport/socketIoTransport',
  'core/media/mediasoupEngine',
  'hooks/internal/bringMedia',
];

/** Whether a chunk that is imported later is there by then; `entryPoint` is as esbuild's metafile names it. */
export function isBrought(entryPoint = '') {
  return BROUGHT.some((module) => entryPoint.replace(/\.[jt]s$/, '').endsWith(module));
}
