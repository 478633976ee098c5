/** Seed 002 as its document has it: no React, no login, streams that play themselves. */
import {
  HRTC,
  type LocalStream,
  type RemoteStream,
  type RtcClient,
  type SignatureJoinConfig,
} from '../../../src/core/index.js';
import { movingPicture } from '../support/movingPicture.js';

const query = new URLSearchParams(location.search);
const option = (name: string): string => query.get(name) ?? '';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

function box(id: string): string {
  if (!document.getElementById(id)) {
    const element = document.createElement('div');
    element.id = id;
    root?.append(element);
  }
  return id;
}

interface Sdk {
  movingPicture: typeof movingPicture;
  client: RtcClient<SignatureJoinConfig>;
  stream: LocalStream;
  events: string[];
  /** Streams of others, as they come and go. */
  remotes: RemoteStream[];
}

declare global {
  interface Window {
    sdk: Sdk;
  }
}

async function start(): Promise<void> {
  await HRTC.checkSystemRequirements();
  const country = option('country');
  const client = HRTC.createClient({
    appId: '1',
    url: option('url'),
    ...(country && { countryCode: country }),
  });
  const stream = HRTC.createStream({ audio: true, video: true, userId: option('uid') });
  const events: string[] = [];
  const remotes: RemoteStream[] = [];
  window.sdk = { movingPicture, client, stream, events, remotes };
  client.on('stream-added', (event) => {
    events.push(`added ${event.stream.getUserId()}`);
    remotes.push(event.stream);
    void client.subscribe(event.stream, { video: true, audio: true });
  });
  client.on('stream-subscribed', (event) => {
    events.push(`subscribed ${event.stream.getUserId()}`);
    void event.stream.play(box(event.stream.getUserId()), { objectFit: 'contain', muted: true });
  });
  client.on('stream-removed', (event) => {
    events.push(`removed ${event.stream.getUserId()}`);
    remotes.splice(remotes.indexOf(event.stream), 1);
    event.stream.close();
  });
  for (const name of ['mute-audio', 'unmute-audio', 'mute-video', 'unmute-video'] as const) {
    client.on(name, ({ userId }) => events.push(`${name} ${userId}`));
  }
  const ctime = String(Math.floor(Date.now() / 1000) + 3600);
  await client.join(option('room'), { userId: option('uid'), signature: 'open', ctime, role: 0 });
  await stream.initialize();
  await stream.play(box('me'), { muted: true });
  await client.publish(stream);
  root?.setAttribute('data-ready', 'yes');
}

void start();
