/** Ten talkers in one page, each a client with a tone of its own; or the one who listens to the three loudest. */
import { HRTC, type RtcClient, type SignatureJoinConfig } from '../../../src/core/index.js';

const query = new URLSearchParams(location.search);
const option = (name: string): string => query.get(name) ?? '';

interface Hall {
  /** Loudness of each talker, 0 to 1. */
  gains: GainNode[];
  client: RtcClient<SignatureJoinConfig> | null;
  /** Names in the last `volume-indicator`, the loudest first. */
  loudest: string[];
}
declare global {
  interface Window {
    hall: Hall;
  }
}

async function enter(userId: string): Promise<RtcClient<SignatureJoinConfig>> {
  const client = HRTC.createClient({ appId: '1', url: option('url') });
  if (option('listen')) client.enableTopThreeAudioMode(true);
  const ctime = String(Math.floor(Date.now() / 1000) + 3600);
  await client.join(option('room'), { userId, signature: 'open', ctime, role: 0 });
  return client;
}

async function talk(): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  for (const pitch of option('pitches').split(',').map(Number)) {
    const tone = new OscillatorNode(context, { frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    const out = context.createMediaStreamDestination();
    tone.connect(gain).connect(out);
    tone.start();
    window.hall.gains.push(gain);
    const userId = `tone${String(pitch)}`;
    const client = await enter(userId);
    const [audioSource] = out.stream.getAudioTracks();
    if (!audioSource) throw new Error('No track.');
    const stream = HRTC.createStream({ audio: true, audioSource, userId });
    await stream.initialize();
    await client.publish(stream);
  }
}

async function start(): Promise<void> {
  window.hall = { gains: [], client: null, loudest: [] };
  if (option('listen')) {
    const client = await enter(option('uid'));
    window.hall.client = client;
    client.on('volume-indicator', (users) => {
      window.hall.loudest = users.map(({ user_id }) => user_id);
    });
  } else await talk();
  document.getElementById('root')?.setAttribute('data-ready', 'yes');
}

void start();
