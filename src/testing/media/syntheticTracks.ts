import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';

/** True in a browser that can really draw and sound; false in jsdom and Node. */
export function canMakeMedia(): boolean {
  return (
    typeof HTMLCanvasElement === 'function' &&
    typeof HTMLCanvasElement.prototype.captureStream === 'function' &&
    typeof RTCPeerConnection === 'function'
  );
}

/** A track to look at or listen to: moving picture or quiet tone in a browser, a fake elsewhere. */
export function syntheticTrack(
  kind: 'audio' | 'video',
  seed: string,
  { screen = false, ...size }: PictureOptions = {},
): MediaStreamTrack {
  const picture = (): MediaStreamTrack | null => movingPicture(screen ? drawScreen : drawDisc, seed, size);
  const made = canMakeMedia() ? (kind === 'video' ? picture() : tone(seed)) : null;
  return made ?? new FakeMediaStreamTrack({ kind, label: `fake ${kind} of ${seed}`, ...size });
}

/** What a synthetic picture looks like. */
export interface PictureOptions {
  width?: number;
  height?: number;
  /** A page of text instead of a person. */
  screen?: boolean;
}

const GOLDEN_ANGLE = 137.5;

type Draw = (context: CanvasRenderingContext2D, frame: number, hue: number) => void;

/** A disc on a coloured ground: the colour and the path follow from the seed, so that each person looks like themselves. */
function drawDisc(context: CanvasRenderingContext2D, frame: number, hue: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = `hsl(${String(hue)} 45% 30%)`;
  context.fillRect(0, 0, width, height);
  const x = width / 2 + Math.cos(frame / 20) * width * 0.3;
  const y = height / 2 + Math.sin(frame / 13) * height * 0.3;
  context.fillStyle = `hsl(${String((hue + 40) % 360)} 80% 70%)`;
  context.beginPath();
  context.arc(x, y, height / 8, 0, 2 * Math.PI);
  context.fill();
}

/** A page with a heading, lines of text, and columns that grow and shrink. */
function drawScreen(context: CanvasRenderingContext2D, frame: number, hue: number): void {
  const { width, height } = context.canvas;
  const line = height / 18;
  const bar = (x: number, y: number, w: number, h: number, colour: string): void => {
    context.fillStyle = colour;
    context.fillRect(x, y, w, h);
  };
  bar(0, 0, width, height, '#fff');
  bar(0, 0, width, line * 1.5, `hsl(${String(hue)} 40% 35%)`);
  bar(line, line * 3, width * 0.4, line, '#333');
  for (let row = 0; row < 9; row++) {
    bar(line, line * (5.5 + row * 1.2), width * (0.34 + 0.06 * ((row * 7) % 3)), line * 0.4, '#9a9a9a');
  }
  for (let column = 0; column < 6; column++) {
    const tall = line * (5 + 4 * Math.sin(frame / 25 + column));
    bar(
      width * (0.58 + column * 0.06),
      height - line * 2 - tall,
      width * 0.04,
      tall,
      `hsl(${String(hue)} 60% 55%)`,
    );
  }
}

function movingPicture(
  paint: Draw,
  seed: string,
  { width = 640, height = 360 }: PictureOptions,
): MediaStreamTrack | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  // Seeds that differ by one are people of different colours.
  const hue = (numberOf(seed) * GOLDEN_ANGLE) % 360;
  let frame = numberOf(seed) % 200;
  const draw = (): void => {
    paint(context, frame++, hue);
  };
  draw();
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (!track) return null;
  const timer = setInterval(() => {
    if (track.readyState === 'ended') clearInterval(timer);
    else draw();
  }, 66);
  return track;
}

let context: AudioContext | null = null;
/** How loud a tone of ours is to an analyser; what an ear hears of it stays as it is. */
const loudness = new WeakMap<MediaStreamTrack, AudioParam>();
/** Above what ears hear: a story may show somebody speaking without a beep. */
const INAUDIBLE = 20_000;

/** Quiet enough for a story with fifty people in it. */
function tone(seed: string): MediaStreamTrack | null {
  context ??= new AudioContext();
  const destination = context.createMediaStreamDestination();
  sound(context, destination, 200 + (numberOf(seed) % 400)).value = 0.002;
  const loud = sound(context, destination, INAUDIBLE);
  loud.value = 0;
  const [track] = destination.stream.getAudioTracks();
  if (!track) return null;
  loudness.set(track, loud);
  return track;
}

function sound(audio: AudioContext, destination: AudioNode, frequency: number): AudioParam {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  return gain.gain;
}

/** Sets the amplitude, 0 to 1, that an analyser reads in a track of {@link syntheticTrack}. */
export function setLoudness(track: MediaStreamTrack, amplitude: number): void {
  if (track instanceof FakeMediaStreamTrack) track.level = amplitude;
  const parameter = loudness.get(track);
  if (parameter) parameter.value = amplitude;
}

function numberOf(seed: string): number {
  let hash = 7;
  for (let i = 0; i < seed.length; i++) hash = (hash * 31 + seed.charCodeAt(i)) >>> 0;
  return hash;
}
