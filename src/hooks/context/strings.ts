/**
 * A text with `{placeholders}`. As plural forms, the form is chosen by `Intl.PluralRules` of the provider's locale
 * from the placeholder `count`.
 *
 * @example
 * ```ts
 * const text: Template = { one: '{count} person', other: '{count} people' };
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export type Template =
  string | ({ readonly [F in Intl.LDMLPluralRule]?: string } & { readonly other: string });

/**
 * Every text that the components show or announce. English is built in; `hummer-react/locales/*` has whole tables,
 * and a part of a table replaces single texts.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid="ana" strings={{ leave: 'Hang up' }}>…</HummerProvider>
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export interface HummerStrings {
  /** Shown for the local user where nothing else names them. */
  you: Template;
  /** The local user by name: `{name}`. */
  nameOfYou: Template;
  /** Tries the failed thing again. */
  tryAgain: Template;
  dismiss: Template;

  /** Toggle; its label stays the same in both states. */
  muteMicrophone: Template;
  /** Toggle; its label stays the same in both states. */
  turnCameraOff: Template;
  leave: Template;
  /** Toggle; its label stays the same in both states. */
  shareScreen: Template;
  /** Opens a menu: `{kinds}` of devices. */
  chooseDevices: Template;

  /** Name of the grid. */
  videos: Template;
  pages: Template;
  previousPage: Template;
  nextPage: Template;
  /** `{page}`, `{pages}`. */
  pageOf: Template;

  microphoneMuted: Template;
  cameraOff: Template;
  cameraStarting: Template;
  videoWaiting: Template;
  screenOf: Template;

  networkUnknown: Template;
  networkExcellent: Template;
  networkGood: Template;
  networkFair: Template;
  networkPoor: Template;
  networkBad: Template;
  networkDown: Template;

  fullScreen: Template;

  /** Name of the form before a meeting. */
  beforeJoining: Template;
  yourName: Template;
  join: Template;

  statistics: Template;
  /** Heads of the table of statistics. */
  statsWho: Template;
  statsWhat: Template;
  statsRate: Template;
  statsPicture: Template;
  statsLoss: Template;
  statsDelay: Template;

  turnOnSound: Template;
  soundBlocked: Template;

  camera: Template;
  microphone: Template;
  speaker: Template;
  screen: Template;
  screenSound: Template;
  /** A device without a name: `{kind}`, `{number}`. */
  unnamedDevice: Template;
  systemDefault: Template;
  allowCamera: Template;
  allowMicrophone: Template;
  cameraBlocked: Template;
  microphoneBlocked: Template;
  noCamera: Template;
  noMicrophone: Template;
  noSpeaker: Template;
  deviceLost: Template;
  speakerFixed: Template;

  reconnecting: Template;
  offline: Template;
  restored: Template;
  signedInElsewhere: Template;
  /** `{reason}` is the error's message. */
  connectionFailed: Template;

  people: Template;
  /** `{count}`. */
  peopleCount: Template;
  nobodyHere: Template;
  speaking: Template;

  messages: Template;
  noMessages: Template;
  messageFailed: Template;
  retryMessage: Template;
  discardMessage: Template;
  /** Rows that the server no longer has: `{count}`. */
  messagesMissing: Template;
  earlierMessages: Template;
  newMessages: Template;
  /** A message that is not text: `{type}`. */
  messageOfType: Template;

  writeMessage: Template;
  sendMessage: Template;
  writeWhenJoined: Template;

  meeting: Template;
  joining: Template;
  /** `{room}`. */
  alone: Template;
  /** Toggle between one large picture and a grid; its label stays the same in both states. */
  speakerView: Template;
  peopleAndChat: Template;
  /** `{count}`. */
  unreadMessages: Template;
  controls: Template;

  captureBlocked: Template;
  /** `{reason}` is the error's message. */
  captureFailed: Template;
  /** `{reason}` is the error's message. */
  mediaFailed: Template;
  /** `{reason}` is the error's message. */
  shareFailed: Template;
  joinFailed: Template;
  youLeft: Template;
  youWereRemoved: Template;
  youWereBanned: Template;
  meetingEnded: Template;
  joinedElsewhere: Template;
  connectionTimedOut: Template;
  rejoin: Template;

  /** Title of an incoming call: `{name}`. */
  callFrom: Template;
  incomingCall: Template;
  incomingVideoCall: Template;
  /** Said of a call that comes in during another. */
  callWaiting: Template;
  /** `{names}` of the others who are called. */
  incomingGroupCallWith: Template;
  acceptCall: Template;
  acceptCallWithVideo: Template;
  acceptCallWithoutVideo: Template;
  declineCall: Template;
  /** Stops the sound; the call still waits for an answer. */
  silenceCall: Template;

  /** `{names}` of the others. */
  call: Template;
  /** A list that is cut: `{names}` of the first, `{count}` of the rest. */
  namesAndOthers: Template;
  callDialling: Template;
  callRinging: Template;
  callConnecting: Template;
  callConnected: Template;
  callDuration: Template;
  hangUp: Template;
  callAgain: Template;
  callBack: Template;
  closeCall: Template;
  callEnded: Template;
  callDeclined: Template;
  callNotAnswered: Template;
  callUnreachable: Template;
  callBusy: Template;
  callCancelled: Template;
  callMissed: Template;
  callAnsweredElsewhere: Template;
  callDeclinedElsewhere: Template;
  callEndedByServer: Template;
  callFailed: Template;

  /** Announcements: `{name}` of the first, `{count}` of all within a second. */
  announceJoined: Template;
  announceLeft: Template;
  /** `{name}`. */
  announceShares: Template;
  /** `{name}`. */
  announceSharesNoMore: Template;
  announceYouShare: Template;
  announceYouStopped: Template;
}
