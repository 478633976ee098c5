/** Singers of one tone each, and listeners in the mode of the three loudest: seed 002, several users in one page. */
import { HRTC, type RtcClient, type SignatureJoinConfig } from '../../../src/core/index.js';

const query = new URLSearchParams(location.search);
const url = query.get('url') ?? '';
const room = query.get('room') ?? '';

/** Every track that arrives: what the slots carry is heard here as pitch. */
const arrived: MediaStreamTrack[] = [];
const Original = RTCPeerConnection;
window.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener('track', ({ track }) => arrived.push(track));
  }
};

const context = new AudioContext();
const gains = new Map<string, GainNode>();
const analysers = new Map<MediaStreamTrack, AnalyserNode>();
const speakers: string[][] = [];

async function join(uid: string, role: 0 | 2, topThree: boolean): Promise<RtcClient<SignatureJoinConfig>> {
  const client = HRTC.createClient({ appId: '1', url });
  if (topThree) {
    client.enableTopThreeAudioMode(true);
    client.on('volume-indicator', (infos) => {
      speakers.push(infos.map(({ user_id }) => user_id));
    });
  }
  const ctime = String(Math.floor(Date.now() / 1000) + 3600);
  await client.join(room, { userId: uid, signature: 'open', ctime, role });
  return client;
}

const choir = {
  async sing(uid: string, frequency: number, topThree: boolean): Promise<void> {
    await context.resume();
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    const destination = context.createMediaStreamDestination();
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    gains.set(uid, gain);
    const [audioSource] = destination.stream.getAudioTracks();
    if (!audioSource) throw new Error('There is no tone.');
    const client = await join(uid, 0, topThree);
    const stream = HRTC.createStream({ audio: true, video: false, userId: uid, audioSource });
    await stream.initialize();
    await client.publish(stream);
  },

  async listen(uid: string): Promise<void> {
    await context.resume();
    await join(uid, 2, true);
  },

  loudness(uid: string, value: number): void {
    const gain = gains.get(uid);
    if (gain) gain.gain.value = value;
  },

  /** How many tracks have arrived since the beginning. */
  tracks: (): number => arrived.length,

  /** The pitch of each track that sounds, in Hz. */
  pitches(): number[] {
    return arrived.flatMap((track) => {
      let analyser = analysers.get(track);
      if (!analyser) {
        analyser = new AnalyserNode(context, { fftSize: 8192 });
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        analysers.set(track, analyser);
      }
      const levels = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(levels);
      const loudest = levels.reduce(
        (best, level, bin) => (level > (levels[best] ?? -Infinity) ? bin : best),
        0,
      );
      if ((levels[loudest] ?? -Infinity) < -50) return [];
      return [(loudest * context.sampleRate) / analyser.fftSize];
    });
  },

  speakers: (): string[] => speakers.at(-1) ?? [],
};

declare global {
  interface Window {
    choir: typeof choir;
  }
}
window.choir = choir;
