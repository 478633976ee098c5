/** Business regions of seed 000. A room is named by (appid, region, roomId). */
export const REGIONS = ['cn', 'ap_southeast', 'ap_south', 'us', 'me_east', 'sa_east'] as const;

/** One of {@link REGIONS}. */
export type Region = (typeof REGIONS)[number];

/** Region of a room whose caller names none: the server's default, never the user's, so that two users meet (SETTLED 9). */
export const DEFAULT_REGION: Region = 'cn';

/**
 * The canonical text key of a room within one app. Room ids hold no control characters, so neither half can be
 * mistaken for the other.
 */
export function roomKeyOf(region: Region, roomId: string): string {
  return `${region}:${roomId}`;
}

/** The room that a key of {@link roomKeyOf} names. */
export function roomAddressOf(roomKey: string): { region: Region; roomId: string } {
  const at = roomKey.indexOf(':');
  return { region: roomKey.slice(0, at) as Region, roomId: roomKey.slice(at + 1) };
}
