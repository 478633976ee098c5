import type { HummerStrings } from '../../hooks/context/strings.js';

/** The built-in table. Other languages, and the list of what each placeholder means, are beside `HummerStrings`. */
export const en = {
  you: 'You',
  nameOfYou: '{name} (you)',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',

  muteMicrophone: 'Mute microphone',
  turnCameraOff: 'Turn camera off',
  leave: 'Leave',

  microphoneMuted: 'Microphone muted',
  cameraOff: 'Camera off',
  cameraStarting: 'Camera is starting',
  videoWaiting: 'Waiting for video',
  screenOf: 'Screen of {name}',

  turnOnSound: 'Turn on sound',
  soundBlocked: 'Your browser waits for a click before it plays sound.',

  camera: 'Camera',
  microphone: 'Microphone',
  speaker: 'Speaker',
  unnamedDevice: '{kind} {number}',
  systemDefault: 'System default',
  allowCamera: 'Allow camera',
  allowMicrophone: 'Allow microphone',
  cameraBlocked: 'The camera is blocked. Allow it in the site settings beside the address, then try again.',
  microphoneBlocked:
    'The microphone is blocked. Allow it in the site settings beside the address, then try again.',
  noCamera: 'No camera found',
  noMicrophone: 'No microphone found',
  noSpeaker: 'No speaker found',
  deviceLost: 'The chosen device is unplugged. Another one is in use until it is back.',
  speakerFixed: 'This browser plays sound on the system’s speaker.',

  reconnecting: 'Connection lost. Reconnecting…',
  offline: 'You are offline. Waiting for the network…',
  restored: 'Connected again.',
  signedInElsewhere: 'You signed in somewhere else, so this page is disconnected.',
  connectionFailed: 'Not connected. {reason}',

  people: 'People',
  peopleCount: { one: '{count} person', other: '{count} people' },
  nobodyHere: 'Nobody is here yet.',
  speaking: 'Speaking',

  messages: 'Messages',
  noMessages: 'No messages yet. Say hello!',
  messageFailed: 'Not sent.',
  retryMessage: 'Send again',
  discardMessage: 'Discard',
  messagesMissing: { one: '{count} message is missing here.', other: '{count} messages are missing here.' },
  earlierMessages: 'Show earlier messages',
  newMessages: 'New messages',
  messageOfType: 'A message of type “{type}”',

  writeMessage: 'Write a message',
  sendMessage: 'Send',
  writeWhenJoined: 'You can write when you are in the room.',

  meeting: 'Meeting {room}',
  joining: 'Joining…',
  alone: 'Nobody else is here yet. Others appear as soon as they join “{room}”.',
  devices: 'Devices',
  peopleAndChat: 'People and chat',
  unreadMessages: { one: '{count} new message', other: '{count} new messages' },
  controls: 'Meeting controls',

  captureBlocked:
    'Camera and microphone are blocked, so nobody sees or hears you. Allow them in the site settings beside the address, then try again.',
  captureFailed: 'Camera and microphone do not start. {reason}',
  mediaFailed: 'Audio and video are not connected. {reason}',
  joinFailed: 'You could not join',
  youLeft: 'You left the meeting',
  youWereRemoved: 'You were removed from the meeting',
  youWereBanned: 'You may not join this meeting',
  meetingEnded: 'The meeting has ended',
  joinedElsewhere: 'You joined from another place',
  connectionTimedOut: 'The connection was lost for too long',
  rejoin: 'Join again',

  announceJoined: { one: '{name} joined.', other: '{count} people joined.' },
  announceLeft: { one: '{name} left.', other: '{count} people left.' },
} as const satisfies HummerStrings;
