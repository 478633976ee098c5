import type { StreamConfig } from './rtcTypes.js';
import { invalid } from './clientInput.js';

const SWITCHES = ['screen', 'video', 'audio', 'screenAudio', 'mirror'] as const;
const TEXTS = ['microphoneId', 'cameraId', 'userId'] as const;

/** Throws 90000005, naming the field, for a configuration that cannot be meant. */
export function checkedStreamConfig(config: unknown): StreamConfig {
  if (typeof config !== 'object' || config === null)
    throw invalid('config', 'is an object, as in createStream({ audio: true, video: true })');
  const given = config as Partial<Record<keyof StreamConfig, unknown>>;
  for (const field of SWITCHES) {
    const value = given[field];
    if (value !== undefined && typeof value !== 'boolean')
      throw invalid(field, `is true or false, not ${describe(value)}`);
  }
  for (const field of TEXTS) {
    const value = given[field];
    if (value !== undefined && typeof value !== 'string')
      throw invalid(field, `is a text, not ${describe(value)}`);
  }
  const { facingMode } = given;
  if (facingMode !== undefined && facingMode !== 'user' && facingMode !== 'environment')
    throw invalid('facingMode', "is 'user' or 'environment'");
  for (const kind of ['audio', 'video'] as const) {
    const track = given[`${kind}Source`];
    if (track !== undefined && !isTrack(track, kind))
      throw invalid(`${kind}Source`, `is a MediaStreamTrack of ${kind}`);
  }
  return config;
}

function isTrack(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

function describe(value: unknown): string {
  return value === null ? 'null' : `a value of the type ${typeof value}`;
}
