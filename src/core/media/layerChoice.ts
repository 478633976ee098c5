import type { ProducerResolution } from '../../protocol/media.js';

/** The picture that a viewer has room for, in device pixels; 'all' is the best there is. */
export type VideoNeed = Readonly<{ width: number; height: number; fit: 'cover' | 'contain' }> | 'all';

/** A layer is good enough if it is enlarged no more than so: below, nobody sees the difference in a moving picture. */
const ENLARGEMENT = 1.25;
/** Where the sender does not say: three halvings of what a camera gives by default. */
const UNKNOWN: readonly Pick<ProducerResolution, 'width' | 'height'>[] = [
  { width: 320, height: 180 },
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
];

/** The lowest of the layers (lowest first) that is good enough for every viewer; the best if none is. */
export function layerFor(
  needs: Iterable<VideoNeed>,
  resolutions: readonly Pick<ProducerResolution, 'width' | 'height'>[],
): number {
  const layers = resolutions.length > 0 ? resolutions : UNKNOWN;
  let layer = 0;
  for (const need of needs) {
    const enough = layers.findIndex((candidate) => enlargement(need, candidate) <= ENLARGEMENT);
    layer = Math.max(layer, enough < 0 ? layers.length - 1 : enough);
  }
  return layer;
}

function enlargement(
  need: VideoNeed,
  { width, height }: Pick<ProducerResolution, 'width' | 'height'>,
): number {
  if (need === 'all') return Number.POSITIVE_INFINITY;
  const [across, down] = [need.width / width, need.height / height];
  return need.fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
}
