import { DEFAULT_REGION, REGIONS, type Region } from '../../protocol/regions.js';

/** What an invitation to a call says, as JSON in its `data`. Another version may say more. */
export interface CallData {
  readonly roomId: string;
  readonly region: Region;
  readonly video: boolean;
  /** Which client of the caller's (`getInstanceInfo`): after a reload it finds its call again. */
  readonly from: number | null;
}

const TYPE = 'hummer-call';
const VERSION = 1;

export function writeCall({ roomId, region, video, from }: CallData): string {
  return JSON.stringify({ type: TYPE, version: VERSION, roomId, region, video, from });
}

/** Null for an invitation to something else: it is none of a call's business. */
export function readCall(data: string): CallData | null {
  const fields = parse(data);
  const { roomId, region = DEFAULT_REGION, video, from } = fields ?? {};
  if (typeof roomId !== 'string' || !roomId || !REGIONS.includes(region as Region)) return null;
  return {
    roomId,
    region: region as Region,
    video: video === true,
    from: typeof from === 'number' ? from : null,
  };
}

/** What goes with an answer: the camera of who accepts, or that who declines is on the phone. */
export function writeAnswer(answer: { video: boolean } | { busy: true }): string {
  return JSON.stringify({ type: TYPE, version: VERSION, ...answer });
}

export function saysBusy(data: string): boolean {
  return parse(data)?.['busy'] === true;
}

function parse(data: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== 'object' || value === null) return null;
    const fields = value as Readonly<Record<string, unknown>>;
    return fields['type'] === TYPE && Number(fields['version']) >= VERSION ? fields : null;
  } catch {
    return null;
  }
}
